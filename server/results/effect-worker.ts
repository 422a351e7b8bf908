import { parentPort, workerData } from 'node:worker_threads';
import { datasetOf } from '#analysis/data/dataset';
import { itemMissingOf } from '#protocols/rules/score-of';
import type { EffectJob, EffectNews } from './effect-job';
import { effectOf } from './effect-of';

/** The thread that reckons: it is given rows and protocols, tells how far it has come, then the result. It opens nothing. */
const { protocol, versions, rows, draws, cutoff } = workerData as EffectJob;
const tell = (news: EffectNews): void => parentPort?.postMessage(news);

const byVersion = new Map(versions.map((one) => [one.version, one.protocol]));
const [dataset, prorated] = [itemMissingOf(protocol), 'prorated' as const].map((itemMissing) =>
  datasetOf(rows, protocol, byVersion, { itemMissing }),
);
const effect = effectOf(protocol, { dataset: dataset!, prorated: prorated!, draws }, cutoff, (done, of) => tell({ done, of }));
tell({ effect });
