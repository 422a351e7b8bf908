import type { beginMatch as promise } from '#contract/staff/delivery';
import { participantStream, trialStream } from '#protocols/model/fact';
import { mayBePlaced } from '#protocols/rules/delivery';
import { append } from '../../db/facts';
import { listMatches } from '../../db/stores/matches';
import { headOf } from '../../db/stores/trials';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { volunteerOf } from '../../volunteers';
import { findWay } from '../../way';

/**
 * Begins a match or a bridge. The volunteer's grant is for this one alone, so that they can be found again and asked for another;
 * a grant and a match are one act.
 */
export const beginMatch: Service<typeof promise> = async (context, { params: { trial, participant }, body }) => {
  const { database, scope, protocol } = context;
  const own = trialStream(trial);
  const head = await headOf(database.research, own);
  const { way } = await findWay(context, participant);
  const known = await database.research.within(scope, (tx) => listMatches(tx, trial));

  const component = protocol.delivery.find(({ id, kind }) => id === body.delivery && kind !== 'group');
  if (!component) throw new Problem('not-understood', { field: 'delivery' });
  if (!mayBePlaced(way, component)) throw new Problem('not-of-the-arm');
  const isActive = known.some((one) => one.participant === way.participant && one.delivery === component.id && one.how === null);
  if (isActive) throw new Problem('already-matched');
  const staff = await volunteerOf(context, way.site, body);
  const match = context.uuid();

  const grant = { grant: context.uuid(), staff, role: 'facilitator', site: way.site, group: match } as const;
  await append(database.research, context, scope, [
    { stream: own, trial, head: head!, facts: [{ kind: 'grant-given', payload: grant }] },
    {
      stream: participantStream(way.participant),
      trial,
      head: way.stream,
      facts: [{ kind: 'matched', payload: { match, delivery: component.id, partner: staff, from: body.from } }],
    },
  ]);
  return { match };
};
