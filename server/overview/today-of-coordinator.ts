import type { Reply } from '#contract/endpoint';
import type { readToday } from '#contract/staff/overview';
import { drawsFor } from '#protocols/randomisation/scheme';
import { addDays, dayOf, daysOf } from '#protocols/rules/calendar';
import { mayDrawCohort } from '#protocols/rules/cohorts';
import { stepOf, type Step } from '#protocols/rules/journey';
import { schemeOf } from '#protocols/rules/lottery-of';
import { todayOfCoordinator, type CohortUnderWay, type PersonUnderWay } from '#protocols/rules/today';
import { baselineOf } from '#protocols/rules/waves';
import type { Protocol } from '#protocols/model/protocol';
import { versionOf, type StaffContext } from '../context';
import { listCohorts, type SiteCohort } from '../db/stores/cohorts';
import { listUnderWay, wayOf, type Standing } from '../db/stores/standings';
import { peopleOf } from '../people';

type Sentences = Reply<typeof readToday>['sentences'];

const DAY = 86_400_000;
/** A site has tens of people under way; a trial of many thousands is worked through from its oldest end. */
const UNDER_WAY_AT_MOST = 5_000;

/** A coordinator's day: people who wait for them and cohorts to fill, draw or start. Names are read for those named, and for nobody else. */
export async function todayForCoordinator(context: StaffContext, trial: string): Promise<Sentences> {
  const { database, scope, versions, protocol, now } = context;
  const forgottenBefore = new Date(now.getTime() - protocol.unenrolledDays * DAY);
  const found = await database.research.within(scope, async (tx) => ({
    people: await listUnderWay(tx, trial, forgottenBefore, UNDER_WAY_AT_MOST),
    cohorts: await listCohorts(tx, trial),
  }));
  const standing = found.people.map((one) => {
    const own = versionOf(versions, one.version);
    return { one, own, step: stepOf(wayOf(trial, one, baselineOf(own)?.id), own, now) };
  });
  const cohorts = found.cohorts.map((cohort) => cohortOf(trial, cohort, standing, protocol, now));
  const sentences = todayOfCoordinator(
    standing.map(({ one, own, step }) => personOf(one, own, step)),
    cohorts,
    protocol.randomisation ? drawsFor(schemeOf(protocol)) : 'participant',
    now,
  );

  const byCode = new Map(found.people.map(({ code, participant }) => [code, participant]));
  const named = sentences.flatMap(({ participant }) => byCode.get(participant ?? '') ?? []);
  const people = await peopleOf(context, named, 'today');
  return sentences.map((sentence) => {
    const person = people.get(byCode.get(sentence.participant ?? '') ?? '')?.name;
    return person === undefined ? sentence : { ...sentence, person };
  });
}

function personOf(one: Standing, protocol: Protocol, step: Step): PersonUnderWay {
  const came: Partial<Record<Step, string | null>> = {
    information: one.registeredAt,
    countersigning: one.signedAt,
    screening: one.consentedAt,
    cohort: one.baselineAt,
    allocation: one.baselineAt,
  };
  const freshFor = baselineOf(protocol)?.freshFor;
  const staleOn =
    one.baselineAt && freshFor !== undefined && (step === 'cohort' || step === 'allocation')
      ? addDays(dayOf(new Date(one.baselineAt)), daysOf(freshFor) + 1)
      : null;
  return { code: one.code, step, since: new Date(came[step] ?? one.registeredAt), staleOn };
}

/** A cohort with what holds its draw up, decided as the draw itself decides. */
function cohortOf(
  trial: string,
  cohort: SiteCohort,
  standing: readonly { one: Standing; own: Protocol }[],
  protocol: Protocol,
  now: Date,
): CohortUnderWay {
  const members = standing.filter(({ one }) => one.cohort === cohort.cohort);
  const decided = mayDrawCohort(
    cohort,
    members.map(({ one, own }) => ({ way: wayOf(trial, one, baselineOf(own)?.id), protocol: own })),
    protocol,
    now,
  );
  return {
    ...cohort,
    isDrawn: cohort.drawnAt !== null || (cohort.members > 0 && members.length === 0),
    refusal: 'refused' in decided ? decided.refused : null,
  };
}
