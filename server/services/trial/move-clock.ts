import type { moveClock as promise } from '#contract/staff/trial';
import { trialStream } from '#protocols/model/fact';
import { append } from '../../db/facts';
import { clockOf } from '../../db/stores/sessions';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

const DAY = 86_400_000;

/** Moves a demonstration's clock forward, never back: what happened stays before what happens next. */
export const moveClock: Service<typeof promise> = async (context, { params: { trial }, body }) => {
  const { research } = context.database;
  const stream = trialStream(trial);
  const head = await headOf(research, stream);
  const offset = await clockOf(research, trial);

  if (!context.protocol.simulated || context.config.production) throw new Problem('not-a-demonstration');
  const byMilliseconds = body.days * DAY;

  await append(research, context, context.scope, [
    { stream, trial, head: head!, facts: [{ kind: 'clock-moved', payload: { byMilliseconds } }] },
  ]);
  return { now: new Date(context.clock().getTime() + offset + byMilliseconds).toISOString() };
};
