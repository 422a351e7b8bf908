import type { Reply } from '#contract/endpoint';
import type { readToday } from '#contract/staff/overview';
import { dayOf } from '#protocols/rules/calendar';
import { recruitmentOf } from '#protocols/rules/recruitment';
import { todayOfTrial } from '#protocols/rules/today';
import type { StaffContext } from '../context';
import { listCohorts } from '../db/stores/cohorts';
import { lockOf, type Lock } from '../db/stores/dataset';
import { countExports, countSent, countUnannounced, recruitmentCounts } from '../db/stores/overview';
import { readCompleteness } from './wave-groups';

type Sentences = Reply<typeof readToday>['sentences'];

const DAY = 86_400_000;

/** The day of whoever watches the trial as a whole: counts and dates, nobody's code and nobody's arm. */
export async function todayForTrial(
  context: StaffContext,
  trial: string,
  role: 'researcher' | 'custodian' | 'data-manager',
): Promise<Sentences> {
  const { database, scope, under, versions, protocol, now, actor } = context;
  const yesterday = new Date(now.getTime() - DAY);
  const found = await database.research.within({ ...scope, reads: 'system' }, async (tx) => ({
    counts: await recruitmentCounts(tx, trial),
    cohorts: await listCohorts(tx, trial),
    waves: await readCompleteness(tx, trial, versions, now),
    unannounced: await countUnannounced(tx, trial, yesterday),
    sentLastDay: await countSent(tx, trial, yesterday),
  }));
  const lock = await lockOf(database.research, trial);
  const exports = lock?.lockedBy ? await countExports(database.research, trial, lock.cutoff) : 0;

  const today = dayOf(now);
  const sites = protocol.sites.map(({ id }) => id);
  const { drawn, planned } = recruitmentOf(found.counts, protocol.target.participants, sites, today);
  return todayOfTrial(
    {
      target: protocol.target.participants,
      drawn,
      // The plan is the whole trial's; a site alone is not behind it.
      planned: under.site === null ? planned : 0,
      tooSmall: found.cohorts
        .filter(
          ({ drawnAt, closesOn, members, minimum }) => drawnAt === null && closesOn < today && members > 0 && members < minimum,
        )
        .map(({ cohort, name, members, minimum }) => ({ cohort, name, n: minimum - members })),
      isOver:
        drawn > 0 &&
        isOver(
          protocol.waves.map(({ id }) => id),
          found.waves,
          drawn,
        ),
      lock: stateOf(lock, actor),
      exports,
      letters: {
        due: found.unannounced + found.waves.reduce((sum, { uninvited }) => sum + uninvited, 0),
        sentLastDay: found.sentLastDay,
      },
    },
    role,
  );
}

/** Every questionnaire after the draw has become due to everybody drawn, and none is open. */
function isOver(waves: readonly string[], found: readonly { wave: string; due: number; open: number }[], drawn: number): boolean {
  const last = found.filter(({ wave }) => waves.includes(wave));
  return last.every(({ open }) => open === 0) && last.every(({ due }) => due >= drawn);
}

function stateOf(lock: Lock | undefined, actor: string): 'none' | 'proposed-by-me' | 'proposed' | 'locked' {
  if (!lock) return 'none';
  if (lock.lockedBy !== null) return 'locked';
  return lock.proposedBy === actor ? 'proposed-by-me' : 'proposed';
}
