import type { Protocol, Wave } from '#protocols/model/protocol';
import type { Way } from '#protocols/model/way';
import { waveState } from '#protocols/rules/waves';
import { versionOf, type OpenedProtocol } from '../context';

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
