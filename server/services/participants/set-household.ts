import type { setHousehold as promise } from '#contract/staff/participants';
import { participantStream, type NewFact } from '#protocols/model/fact';
import type { Way } from '#protocols/model/way';
import { householdOf, mayShareHousehold } from '#protocols/rules/households';
import { randomisationOf } from '#protocols/rules/lottery-of';
import { append } from '../../db/facts';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay } from '../../way';

/** Says who a participant lives with, so that both get one lot; whoever is drawn meanwhile moves a stream, and it is decided again. */
export const setHousehold: Service<typeof promise> = async (context, { params, body }) => {
  const { way } = await findWay(context, params.participant);
  const other = body.with === null ? null : (await findWay(context, body.with)).way;
  if (randomisationOf(context.protocol).unit !== 'household') throw new Problem('households-not-drawn');
  if (other?.participant === way.participant) throw new Problem('not-understood', { field: 'with' });
  const refusal = mayShareHousehold(way, other);
  if (refusal) throw new Problem(refusal);
  const household = other ? (householdOf(other) ?? context.uuid()) : null;

  const moved = [way, ...(other ? [other] : [])].filter((one) => householdOf(one) !== household);
  if (moved.length === 0) return {};
  const facts: NewFact[] = [{ kind: 'household-set', payload: { household } }];
  const { trial } = params;
  const streams = moved.map((one: Way) => ({ stream: participantStream(one.participant), trial, head: one.stream, facts }));
  await append(context.database.research, context, context.scope, streams);
  return {};
};
