import { trialStream, type NewFact, type Payload } from '#protocols/model/fact';
import type { Cluster } from '#protocols/model/scheme';
import { drawClusters, type ClusterLot } from '#protocols/randomisation/clusters/draw-clusters';
import type { StreamAppend } from './db/facts';
import { clustersDrawn, type ClustersDrawn } from './db/stores/allocations';
import type { Queryable } from './db/zone';

/** The lot of one site, where in the stream it came from, and, the first time, the fact that all clusters were drawn. */
export interface InCluster {
  lot: ClusterLot;
  label: string[];
  drawnNow: StreamAppend | null;
}

/**
 * The lot of a site: all clusters are drawn at once, with a fact, when the first person of the trial is; then it stands. Nobody can know a site's arm
 * before somebody there has said yes.
 * @param seedOf opens the seed where it is needed: the first time.
 */
export async function lotOfSite(
  tx: Queryable,
  seedOf: () => Promise<Uint8Array>,
  scheme: Cluster,
  { trial, scheme: id, site }: { trial: string; scheme: string; site: string },
): Promise<InCluster> {
  const before = await clustersDrawn(tx, trial, id, false);
  // Two first people at once: whoever gets the trial's stream draws, and the other reads.
  const found = before?.drawn ? before : await clustersDrawn(tx, trial, id, true);
  const stood = found?.drawn;
  if (stood) return { lot: lotIn(stood, site), label: stood.label, drawnNow: null };
  const { lots, candidates, of, trace } = drawClusters(await seedOf(), scheme, { trial, scheme: id });
  const drawn: Payload<'clusters-drawn'> = { scheme: id, ...trace, candidates, of, lots };
  const fact: NewFact = { kind: 'clusters-drawn', payload: drawn };
  return {
    lot: lotIn(drawn, site),
    label: trace.label,
    drawnNow: { stream: trialStream(trial), trial, head: found!.stream, facts: [fact] },
  };
}

function lotIn({ lots }: NonNullable<ClustersDrawn['drawn']>, site: string): ClusterLot {
  const lot = lots.find(({ cluster }) => cluster === site);
  if (!lot) throw new Error(`the site ${site} is no cluster of the lottery`);
  return lot;
}
