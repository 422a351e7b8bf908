import type { Change } from '../model/fact';
import { STOPS } from './waves';

/** People alike in all that the flow diagram asks, and how many they are. */
export interface FlowGroup {
  n: number;
  consented: boolean;
  /** Null where nobody has judged it, or what was judged is erased. */
  eligible: boolean | null;
  /** The criteria not met, in the protocol's order. */
  unmet: readonly string[];
  /** Never consented and kept no longer. */
  forgotten: boolean;
  /** In the order they were made. */
  changes: readonly Change[];
  drawn: boolean;
  /** Only where it may be known: after the lock. */
  arm: string | null;
  /** Handed in the wave of the primary outcome. */
  answered: boolean;
}

export type ExclusionReason = 'not-eligible' | 'declined' | 'not-enrolled' | 'withdrew' | 'lost' | 'died';

export interface Exclusion {
  reason: ExclusionReason;
  /** The first criterion not met. */
  criterion: string | null;
  n: number;
}

/** What became of those drawn: of one arm after the lock, of all together before it. */
export interface FlowBranch {
  arm: string | null;
  allocated: number;
  /** Of them, how many left what the arm offers; they stay in the trial. */
  leftOffer: number;
  stopped: { n: number; reasons: { change: Change; n: number }[] };
  answered: number;
  unanswered: number;
}

export interface Flow {
  assessed: number;
  excluded: { n: number; reasons: Exclusion[] };
  /** Still on the way to the draw. */
  underWay: number;
  drawn: number;
  branches: FlowBranch[];
}

const REASONS: readonly ExclusionReason[] = ['not-eligible', 'declined', 'not-enrolled', 'withdrew', 'lost', 'died'];

/**
 * Counts everybody exactly once: assessed = excluded + under way + drawn, and each branch = stopped + answered + unanswered. Who leaves
 * stays counted where they were.
 * @param arms the arms in the protocol's order where they may be known, else null: then those drawn are one branch.
 */
export function flowOf(groups: readonly FlowGroup[], arms: readonly string[] | null): Flow {
  const drawn = groups.filter((group) => group.drawn);
  const before = groups.filter((group) => !group.drawn).map((group) => ({ group, exclusion: exclusionOf(group) }));
  const excluded = before.flatMap(({ group, exclusion }) => (exclusion ? [{ ...exclusion, n: group.n }] : []));
  const reasons = gather(excluded, (one) => `${REASONS.indexOf(one.reason)} ${one.criterion ?? ''}`);
  return {
    assessed: count(groups),
    excluded: { n: count(excluded), reasons },
    underWay: count(before.filter(({ exclusion }) => !exclusion).map(({ group }) => group)),
    drawn: count(drawn),
    branches: (arms ?? [null]).map((arm) =>
      branchOf(
        arm,
        drawn.filter((group) => arm === null || group.arm === arm),
      ),
    ),
  };
}

/** Why somebody was not drawn, once and for all; null where they may still be. */
function exclusionOf(group: FlowGroup): Omit<Exclusion, 'n'> | null {
  const stop = stopOf(group.changes);
  if (stop === 'lost' || stop === 'died') return { reason: stop, criterion: null };
  if (stop) return { reason: group.consented ? 'withdrew' : 'declined', criterion: null };
  if (group.eligible === false || group.changes.includes('ineligible')) {
    return { reason: 'not-eligible', criterion: group.unmet[0] ?? null };
  }
  return group.forgotten ? { reason: 'not-enrolled', criterion: null } : null;
}

function branchOf(arm: string | null, groups: readonly FlowGroup[]): FlowBranch {
  const stopped = groups.flatMap(({ n, changes }) => {
    const change = stopOf(changes);
    return change ? [{ change, n }] : [];
  });
  const stay = groups.filter(({ changes }) => stopOf(changes) === null);
  return {
    arm,
    allocated: count(groups),
    leftOffer: count(groups.filter(({ changes }) => changes.includes('leaves-intervention'))),
    stopped: { n: count(stopped), reasons: gather(stopped, ({ change }) => change) },
    answered: count(stay.filter(({ answered }) => answered)),
    unanswered: count(stay.filter(({ answered }) => !answered)),
  };
}

const stopOf = (changes: readonly Change[]): Change | null => changes.findLast((change) => STOPS.includes(change)) ?? null;

const count = (groups: readonly { n: number }[]): number => groups.reduce((sum, { n }) => sum + n, 0);

/** Adds up what has the same key; in the order of the keys. */
function gather<T extends { n: number }>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const sums = new Map<string, T>();
  for (const row of rows) {
    const known = sums.get(keyOf(row));
    sums.set(keyOf(row), known ? { ...known, n: known.n + row.n } : row);
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
