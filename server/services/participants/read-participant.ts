import type { readParticipant as promise } from '#contract/staff/participants';
import type { Kind } from '#protocols/model/fact';
import { mayBeDrawn, stepOf } from '#protocols/rules/journey';
import { turnsOf } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { actorNames, peopleOf } from '../../people';
import { findWay } from '../../way';

/** What of each step the people who enrol are told. A kind that is not here tells that it happened, and no more. */
const TOLD: Partial<Record<Kind, readonly string[]>> = {
  'informed-orally': ['language', 'companion', 'interpreter', 'text'],
  'consent-signed': ['text', 'early'],
  'consent-given': ['text'],
  screened: ['eligible', 'unmet'],
  'joined-cohort': ['name'],
  allocated: ['arm'],
  'placed-in-group': ['name'],
  'moved-group': ['name'],
  'left-group': ['name', 'reason'],
  'participation-changed': ['change', 'source'],
  'erasure-requested': ['reason'],
};

/** One participant at the grant's sites: who, what is next, and what happened; never an answer or a questionnaire after the draw. */
export const readParticipant: Service<typeof promise> = async (context, { params }) => {
  const { database, scope, now } = context;
  const { way, protocol } = await findWay(context, params.participant);
  const turns = await database.research.within(scope, (tx) => turnsOf(tx, way.participant));
  const person = (await peopleOf(context, [way.participant], 'read-participant')).get(way.participant);
  // Turned round after sorting: what happened in one moment keeps its order.
  const happened = [...way.milestones, ...turns].toSorted((a, b) => a.at.localeCompare(b.at)).toReversed();
  const nameOf = await actorNames(
    context,
    happened.map(({ actor }) => actor),
  );

  const arm = context.protocol.arms.find(({ id }) => id === way.allocation?.arm);
  const refusal = mayBeDrawn(way, protocol, now);
  return {
    code: way.code,
    name: person?.name ?? null,
    site: way.site,
    step: stepOf(way, protocol, now),
    cohort: way.cohort && { cohort: way.cohort.cohort, name: way.cohort.name },
    registeredAt: way.registeredAt,
    email: person?.email ?? null,
    telephone: person?.telephone ?? null,
    language: way.language,
    refusal: refusal === 'already-allocated' ? null : refusal,
    arm: arm ? { id: arm.id, name: arm.name } : null,
    timeline: happened.map(({ kind, at, actor, detail }) => ({
      kind,
      at,
      by: nameOf(actor),
      detail: Object.fromEntries((TOLD[kind] ?? []).flatMap((part) => (part in detail ? [[part, detail[part]]] : []))),
    })),
  };
};
