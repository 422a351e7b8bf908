import type { Blank } from '#protocols/model/fact';
import type { Queryable } from '../zone';

export interface Correctable {
  submitted: boolean;
  /** Of the answer that stands; null where there is none. */
  version: number | null;
  /** What an earlier try with the same key stored. */
  kept: { wave: string; instrument: string; item: string; code: number | null; blank: Blank | null; version: number } | null;
}

/** What a correction must know of an answer, without the answer: nobody browses answers by correcting them. */
export async function answerToCorrect(
  tx: Queryable,
  participant: string,
  at: { wave: string; instrument: string; item: string; key: string },
): Promise<Correctable> {
  const [row] = await tx.query<{ found: Correctable }>('SELECT research.answer_to_correct($1, $2, $3, $4, $5) AS found', [
    participant,
    at.wave,
    at.instrument,
    at.item,
    at.key,
  ]);
  return row!.found;
}
