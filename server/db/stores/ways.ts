import type { Blank } from '#protocols/model/fact';
import type { Milestone, Way } from '#protocols/model/way';
import type { Queryable } from '../zone';

/** A way as a participant's own session sees it. */
export type OwnWay = Way & { session: string };

/** The current answer to an item. */
export interface CurrentAnswer {
  code: number | null;
  blank: Blank | null;
  version: number;
  session: string | null;
}

/** The way of the participant with that code, as far as the transaction's scope shows it. */
export async function wayOfCode(tx: Queryable, trial: string, code: string): Promise<Way | undefined> {
  const [row] = await tx.query<{ way: Way }>(
    'SELECT research.way(participant) AS way FROM research.participant WHERE trial = $1 AND code = $2',
    [trial, code],
  );
  return row?.way;
}

/** The ways of these participants, as the scope shows them, by participant. */
export async function waysOfPeople(tx: Queryable, participants: readonly string[]): Promise<Map<string, Way>> {
  const rows = await tx.query<{ way: Way }>(
    'SELECT research.way(participant) AS way FROM research.participant WHERE participant = ANY ($1::uuid[])',
    [participants],
  );
  return new Map(rows.map(({ way }) => [way.participant, way]));
}

/** A participant's own way, by their session. */
export async function wayOfSession(research: Queryable, tokenHash: string, now: Date): Promise<OwnWay | undefined> {
  const [row] = await research.query<{ way: OwnWay | null }>('SELECT research.way_of_session($1, $2) AS way', [tokenHash, now]);
  return row?.way ?? undefined;
}

/** What saving answers of a wave needs: the way, the wave's current answers by "instrument/item", when the newest was given. */
export interface Answering {
  way: OwnWay;
  answers: Record<string, CurrentAnswer>;
  lastAt: string | null;
}

/** An answer stored earlier under the same key. */
export interface KeptAnswer {
  wave: string;
  instrument: string;
  item: string;
  code: number | null;
  blank: Blank | null;
  version: number;
}

/** What saving one answer needs, and what an earlier try with the same key stored. */
export async function answerOfSession(
  research: Queryable,
  tokenHash: string,
  now: Date,
  at: { wave: string; key: string },
): Promise<(Answering & { kept: KeptAnswer | null }) | undefined> {
  const [row] = await research.query<{ found: (Answering & { kept: KeptAnswer | null }) | null }>(
    'SELECT research.answer_of_session($1, $2, $3, $4) AS found',
    [tokenHash, now, at.wave, at.key],
  );
  return row?.found ?? undefined;
}

export interface OwnAnswer extends CurrentAnswer {
  instrument: string;
  item: string;
  at: string;
}

/** A participant's own way with the answers of one wave. */
export async function answersOfSession(
  research: Queryable,
  tokenHash: string,
  now: Date,
  wave: string,
): Promise<{ way: OwnWay; answers: OwnAnswer[] } | undefined> {
  const [row] = await research.query<{ found: never }>('SELECT research.answers_of_session($1, $2, $3) AS found', [
    tokenHash,
    now,
    wave,
  ]);
  return row?.found ?? undefined;
}

/** When a participant joined cohorts, was drawn, and came to and left groups, and by whom, as far as the transaction's scope shows it. */
export async function turnsOf(tx: Queryable, participant: string): Promise<Milestone[]> {
  const [row] = await tx.query<{ turns: Milestone[] }>('SELECT research.turns_of($1) || research.placings_of($1) AS turns', [
    participant,
  ]);
  return row!.turns;
}
