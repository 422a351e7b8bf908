import { participantStream, type NewFact } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Way } from '#protocols/model/way';
import { versionOf, type StaffContext } from './context';
import { append, type Job } from './db/facts';
import { wayOfCode } from './db/stores/ways';
import { Problem } from './problem';

/**
 * The way of a participant as the grant in force shows it, with the protocol of their own version.
 * @throws Problem 'not-found', the same for a code nobody has and for somebody at another site.
 */
export async function findWay(context: StaffContext, code: string): Promise<{ way: Way; protocol: Protocol }> {
  const { database, scope, under, versions } = context;
  const way = await database.research.within(scope, (tx) => wayOfCode(tx, under.trial, code));
  if (!way) throw new Problem('not-found');
  return { way, protocol: versionOf(versions, way.version) };
}

/** Appends facts to the stream of the participant of `way`, as seen then, with the jobs they cause. @returns the position of the last. */
export async function recordOn(
  context: StaffContext,
  way: Way,
  facts: readonly NewFact[],
  jobs: readonly Job[] = [],
): Promise<number> {
  const stream = { stream: participantStream(way.participant), trial: way.trial, head: way.stream, facts };
  const { position } = await append(context.database.research, context, context.scope, [stream], { jobs });
  return position;
}
