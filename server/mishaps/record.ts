import type { NewFact } from '#protocols/model/fact';
import type { App, MishapRequest } from '../context';
import { append, type Head, type Recording } from '../db/facts';
import type { Queryable, Scope } from '../db/zone';

/** The allocator's share of the process. */
export type Allocator = Pick<App, 'clock' | 'entropy' | 'uuid' | 'keys'> & { zone: App['database']['allocator'] };
export type Of<W extends MishapRequest['what']> = Extract<MishapRequest, { what: W }>;

/** Appends one fact by the allocator's door for mishaps. */
export async function record(
  allocator: Allocator,
  tx: Queryable,
  request: MishapRequest,
  now: Date,
  scope: Scope,
  at: { stream: string; head: Head },
  fact: NewFact,
): Promise<void> {
  const recording: Recording = { ...allocator, now, actor: request.actor, grant: request.grant, request: request.request };
  const jobs = [{ name: 'letters' as const, data: { trial: request.trial } }];
  await append(tx, recording, scope, [{ ...at, trial: request.trial, facts: [fact] }], { door: 'allocation.mishap', jobs });
}
