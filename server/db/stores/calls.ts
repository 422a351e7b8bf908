import type { Way } from '#protocols/model/way';
import type { CallMade } from '#protocols/rules/calls';
import type { Blank } from '#protocols/model/fact';
import type { Queryable } from '../zone';

/** Somebody drawn, as an assessor's request sees them: the draw's outcome is taken out. */
export interface Callable {
  position: string;
  way: Way;
  /** When the newest answer of each wave was given. */
  newest: Record<string, string>;
  letters: number;
  calls: CallMade[];
}

/** The people drawn at the scope's sites, oldest first, after position `after`. */
export async function listCallable(tx: Queryable, trial: string, after: string, limit: number): Promise<Callable[]> {
  const [row] = await tx.query<{ found: Callable[] }>('SELECT research.people_to_call($1, $2, $3) AS found', [
    trial,
    after,
    limit,
  ]);
  return row!.found;
}

/** What an interview must know of a wave: which questions have an answer and its version, and what the same key stored before. */
export interface Interview {
  way: Way;
  answers: Record<string, { version: number; at: string }>;
  lastAt: string | null;
  calls: CallMade[];
  kept: { wave: string; instrument: string; item: string; code: number | null; blank: Blank | null; version: number } | null;
}

/** @param key an intention's own, where an answer is to be saved. */
export async function interviewOf(
  tx: Queryable,
  trial: string,
  code: string,
  wave: string,
  key: string | null,
): Promise<Interview | undefined> {
  const [row] = await tx.query<{ found: Interview | null }>('SELECT research.interview_of($1, $2, $3, $4) AS found', [
    trial,
    code,
    wave,
    key,
  ]);
  return row?.found ?? undefined;
}
