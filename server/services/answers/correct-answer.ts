import type { correctAnswer as promise } from '#contract/staff/participants';
import { instrumentOf } from '#protocols/instruments/registry';
import { checkAnswer } from '#protocols/rules/respond';
import { answerToCorrect } from '../../db/stores/corrections';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** Corrects one answer that was handed in, with a reason, over the version the corrector knew of; the earlier value stays in the facts. */
export const correctAnswer: Service<typeof promise> = async (context, { params, body }) => {
  const { way, protocol } = await findWay(context, params.participant);
  const found = await context.database.research.within(context.scope, (tx) => answerToCorrect(tx, way.participant, body));

  if (found.kept) {
    const { kept } = found;
    const same = (['wave', 'instrument', 'item', 'code', 'blank'] as const).every((part) => kept[part] === body[part]);
    if (!same) throw new Problem('key-reused');
    return { version: kept.version };
  }
  const wave = protocol.waves.find(({ id }) => id === body.wave);
  const instrument = wave?.instruments.includes(body.instrument) ? instrumentOf(body.instrument) : undefined;
  if (!instrument || !found.submitted || found.version === null) throw new Problem('nothing-to-correct');
  if (!checkAnswer(instrument, body.item, body)) throw new Problem('unknown-code');
  if (found.version !== body.seen) throw new Problem('stale-answer', { version: found.version, answer: null });

  const version = found.version + 1;
  const { instrument: id, item, code, blank, key, reason } = body;
  await recordOn(context, way, [
    { kind: 'item-corrected', payload: { wave: body.wave, instrument: id, item, code, blank, version, key, reason } },
  ]);
  return { version };
};
