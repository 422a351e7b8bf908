import { createHash, sign, verify } from 'node:crypto';
import { canonicalise } from '#protocols/model/canonical';
import { GENESIS } from '#protocols/model/chain';
import { ERASABLE_KINDS, type Kind, type Payload } from '#protocols/model/fact';
import {
  keepLotteryCheck,
  lotteryCheckOf,
  tablesBesideFacts,
  type LotteryCheck,
  type LotteryFault,
  type LotteryStanding,
} from '../db/stores/lottery-checks';
import type { Queryable, Zone } from '../db/zone';
import type { Keys } from '../keys';
import { isErased, readKinds, readStretch, type LinkedFact } from './read-stretch';
import { headerHash, payloadFits } from './recompute';

/** What a lottery rests on: looked at anew every time, however old. */
const LOTTERY_KINDS = [
  'lottery-opened',
  'clusters-drawn',
  'allocated',
  'cohort-drawn',
  'allocated-as-replacement',
  'allocated-by-sheet',
  'allocation-forced',
  'factor-corrected',
  'seed-revealed',
] as const satisfies readonly Kind[];
const erasable: ReadonlySet<string> = new Set(ERASABLE_KINDS);

/** Facts read at once, and of the newest stretch in one look: between two readings others get their turn. */
const AT_ONCE = 1000;
const AT_MOST = 40_000;

type Signing = Pick<Keys, 'signing' | 'verifying'>;
type Counts = Partial<Record<LotteryFault, number>>;

/**
 * Looks at a trial's lottery and keeps what was found: every fact since the last look against its hash, its chain and its payload;
 * every fact the lottery rests on, old ones too; the places of each stratum without gap or double; commitments and seeds in their
 * places; the tables that people read beside the facts; and that all that was found whole before is still the same, under the house's
 * signature. A stretch with something wrong is looked at again until it is mended.
 */
export async function checkLottery(auditor: Zone, keys: Signing, trial: string, now: Date): Promise<LotteryCheck> {
  const [row] = await auditor.query<{ cutoff: string }>('SELECT audit.cutoff() AS cutoff');
  const kept = await lotteryCheckOf(auditor, trial);
  const stretch = await checkStretch(auditor, trial, kept?.upto ?? 0, Number(row!.cutoff));
  const lottery = await readKinds(auditor, trial, LOTTERY_KINDS, stretch.upto);
  const lots = lottery.filter(({ kind }) => kind === 'allocated');
  const beside = await tablesBesideFacts(auditor, trial);
  const counts: Counts = {
    facts: stretch.broken + lottery.filter((fact) => fact.position <= (kept?.upto ?? 0) && !isWhole(fact)).length,
    places: misplaced(lots),
    commitments: beside.commitments + uncommitted(lottery),
    seeds: beside.seeds,
    tables: beside.allocations + beside.next,
    kept: kept && !isAsKept(trial, kept, lottery, keys) ? 1 : 0,
  };
  const wrong = (Object.entries(counts) as [LotteryFault, number][]).flatMap(([code, n]) => (n > 0 ? [{ code, n }] : []));
  const standing: LotteryStanding = {
    upto: stretch.upto,
    facts: (kept?.facts ?? 0) + stretch.facts,
    lots: lots.length,
    entries: lottery.length,
    head: headOf(lottery),
  };
  const check: LotteryCheck = {
    ...(wrong.length === 0 ? signed(trial, standing, keys) : (kept ?? signed(trial, NOTHING, keys))),
    checkedAt: now,
    wrong,
    wrongSince: wrong.length === 0 ? null : (kept?.wrongSince ?? now),
  };
  await keepLotteryCheck(auditor, trial, check);
  return check;
}

const NOTHING: LotteryStanding = { upto: 0, facts: 0, lots: 0, entries: 0, head: GENESIS };

async function checkStretch(tx: Queryable, trial: string, after: number, cutoff: number) {
  let [upto, facts, broken] = [after, 0, 0];
  for (;;) {
    const rows = await readStretch(tx, trial, upto, cutoff, AT_ONCE);
    facts += rows.length;
    for (const fact of rows) if (!isWhole(fact) || !(await hasItsPayload(tx, fact))) broken += 1;
    if (rows.length < AT_ONCE) return { upto: cutoff, facts, broken };
    upto = rows.at(-1)!.position;
    if (facts >= AT_MOST) return { upto, facts, broken };
  }
}

/** Whether a fact fits its own hash, what its payload says, and the fact before it. */
function isWhole(fact: LinkedFact): boolean {
  const isLinked = fact.previous === (fact.seq === 1 ? GENESIS : fact.before);
  return isLinked && headerHash(fact) === fact.hash && (fact.payload === null ? erasable.has(fact.kind) : payloadFits(fact));
}

const hasItsPayload = async (tx: Queryable, fact: LinkedFact): Promise<boolean> => fact.payload !== null || isErased(tx, fact);

const payloadOf = <K extends 'allocated' | 'lottery-opened'>({ payload }: LinkedFact): Partial<Payload<K>> =>
  (JSON.parse(payload ?? '{}') as Partial<Payload<K>> | null) ?? {};

/** How many strata have places that are not 1, 2, … to their last. */
function misplaced(lots: readonly LinkedFact[]): number {
  const strata = new Map<string, number[]>();
  for (const lot of lots) {
    const { scheme, stratum, position } = payloadOf<'allocated'>(lot);
    const name = JSON.stringify([scheme, stratum]);
    const places = strata.get(name) ?? [];
    strata.set(name, places);
    places.push(position ?? 0);
  }
  return [...strata.values()].filter((places) => places.sort((a, b) => a - b).some((place, index) => place !== index + 1)).length;
}

/** How many lots were drawn by a scheme whose seed nobody had committed to before. */
function uncommitted(lottery: readonly LinkedFact[]): number {
  const committed = new Set<string | undefined>();
  let found = 0;
  for (const fact of lottery) {
    if (fact.kind === 'lottery-opened') committed.add(payloadOf<'lottery-opened'>(fact).scheme);
    if (fact.kind === 'allocated' && !committed.has(payloadOf<'allocated'>(fact).scheme)) found += 1;
  }
  return found;
}

/** The lottery's facts in one running hash, in the order in which they were recorded. */
const headOf = (lottery: readonly LinkedFact[]): string =>
  lottery.reduce(
    (head, { hash }) =>
      createHash('sha256')
        .update(head + hash)
        .digest('hex'),
    GENESIS,
  );

const signedBytes = (trial: string, { upto, facts, lots, entries, head }: LotteryStanding): Buffer =>
  Buffer.from(`lodtraek-lottery-check/1\n${canonicalise({ trial, upto, facts, lots, entries, head })}`);

const signed = (trial: string, standing: LotteryStanding, { signing }: Signing) => ({
  ...standing,
  signature: sign(null, signedBytes(trial, standing), signing).toString('base64'),
});

/** Whether what was found whole at the last look is there still, and the note of it is our own. */
function isAsKept(trial: string, kept: LotteryCheck, lottery: readonly LinkedFact[], { verifying }: Signing): boolean {
  const then = lottery.filter(({ position }) => position <= kept.upto);
  return (
    then.length === kept.entries &&
    headOf(then) === kept.head &&
    verify(null, signedBytes(trial, kept), verifying, Buffer.from(kept.signature, 'base64'))
  );
}
