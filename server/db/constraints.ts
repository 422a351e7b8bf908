import type { ProblemCode } from '#contract/problems';
import { Problem } from '../problem';
import { HeadMoved } from './facts';

interface DatabaseError {
  code?: string;
  constraint?: string;
}

/** What the database's last word means to a caller: our own error codes, and unique constraints by name. */
const BY_CODE: Readonly<Record<string, ProblemCode>> = {
  LT002: 'not-found',
  LT003: 'cohort-drawn',
  LT005: 'cohort-full',
  LT008: 'two-people',
  LT010: 'paused',
  LT050: 'group-full',
  LT060: 'draws-begun',
  LT061: 'lottery-not-ready',
  '53300': 'busy',
};
const BY_CONSTRAINT: Readonly<Record<string, ProblemCode>> = {
  allocation_pkey: 'already-allocated',
  submission_now: 'wave-submitted',
  response_key: 'key-reused',
  placement_now: 'already-placed',
  match_active: 'already-matched',
};

/** Translates a database error into its problem, or gives it back unchanged. */
export function problemOf(error: unknown): unknown {
  const { code, constraint } = (error ?? {}) as DatabaseError;
  const problem = (code && BY_CODE[code]) || (code === '23505' && constraint && BY_CONSTRAINT[constraint]);
  return problem ? new Problem(problem, {}) : error;
}

/** Whether the same request, read and decided again, may succeed: a head moved, or the database chose between two writers. */
export function isPassing(error: unknown): boolean {
  if (error instanceof HeadMoved) return true;
  const { code } = (error ?? {}) as DatabaseError;
  return code === '40001' || code === '40P01';
}

/**
 * Runs gather, decide and record again while the failure is a passing one.
 * @throws Problem 'busy' after eight tries; any other failure at once, translated.
 */
export async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!isPassing(error)) throw problemOf(error);
      if (tries >= 8) throw new Problem('busy');
    }
  }
}
