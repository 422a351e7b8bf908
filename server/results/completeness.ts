import type { Protocol, Wave } from '#protocols/model/protocol';
import type { Way } from '#protocols/model/way';
import { waveState } from '#protocols/rules/waves';
import { versionOf, type OpenedProtocol } from '../context';
import { listAllocated, listSystemWays } from '../db/stores/dataset';
import type { Zone } from '../db/zone';

/** An allocation whose arm was never read: the rules of waves need to know only that there is one. */
const UNREAD_ARM = 'not read';

/**
 * Everybody's way with the fact of an allocation but not its arm. Two transactions, because the database lets nobody see arms and
 * later submissions together before the lock.
 */
export async function waysWithoutArms(research: Zone, trial: string): Promise<Way[]> {
  const allocated = await research.within({ trial, sites: '*', reads: 'arms' }, (tx) => listAllocated(tx, trial));
  const ways = await research.within({ trial, sites: '*', reads: 'system' }, (tx) => listSystemWays(tx, trial));
  return ways.map((way) => {
    const at = allocated.get(way.participant);
    return { ...way, allocation: at === undefined ? null : { arm: UNREAD_ARM, at } };
  });
}

/** For each wave, how many have handed it in of those for whom it has opened, all arms together. */
export function completenessOf(
  protocol: Protocol,
  ways: readonly Way[],
  now: Date,
): { wave: string; title: Wave['title']; submitted: number; due: number }[] {
  return protocol.waves.map((wave) => {
    const submitted = ways.filter((way) => way.submissions.some((one) => one.wave === wave.id)).length;
    // Who has stopped since was still expected to answer: leaving them out would flatter the figure.
    const due = ways.filter((way) => ['open', 'closed', 'submitted'].includes(waveState(wave, staying(way), now).state)).length;
    return { wave: wave.id, title: wave.title, submitted, due };
  });
}

/** Whether somebody drawn may still answer: then the plan cannot be locked. Nobody drawn at all is a trial that has yet to begin. */
export function isUnderWay(versions: readonly OpenedProtocol[], ways: readonly Way[], now: Date): boolean {
  const drawn = ways.filter(({ allocation }) => allocation !== null);
  return drawn.length === 0 || drawn.some((way) => !isDone(way, versionOf(versions, way.version), now));
}

function isDone(way: Way, protocol: Protocol, now: Date): boolean {
  return protocol.waves.every((wave) => ['closed', 'submitted', 'stopped'].includes(waveState(wave, way, now).state));
}

const staying = (way: Way): Way => ({
  ...way,
  milestones: way.milestones.filter(({ kind }) => kind !== 'participation-changed'),
});
