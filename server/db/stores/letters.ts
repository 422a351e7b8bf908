import type { LetterKey } from '#protocols/rules/letters';
import type { Way } from '#protocols/model/way';
import type { Queryable } from '../zone';

interface LetterRow {
  wave: string;
  letter: LetterKey['letter'];
  ordinal: number;
}

/** A facilitator's letter by its key: the group stands where a participant's wave does, the session's number is the ordinal. */
export interface EveningKey {
  wave: string;
  letter: 'evening-link';
  ordinal: number;
}

/** A letter to an account about a draw opened in an emergency: the position of that fact stands where a participant's wave does. */
export interface OpenedKey {
  wave: string;
  letter: 'draw-opened';
  ordinal: 1;
}

type AnyKey = LetterKey | EveningKey | OpenedKey;

/** Allocated participants, all or those with `codes`, with the letters they have had, in pages by position. */
export async function listAddressees(
  tx: Queryable,
  trial: string,
  after: string,
  limit: number,
  codes?: readonly string[],
): Promise<{ position: string; way: Way; sent: LetterKey[] }[]> {
  const rows = await tx.query<{ position: string; way: Way; sent: LetterRow[] | null }>(
    `SELECT p.from_position AS position, research.way(p.participant) AS way,
       (SELECT jsonb_agg(jsonb_build_object('wave', l.wave, 'letter', l.letter, 'ordinal', l.ordinal)) FROM research.letter l
        WHERE l.participant = p.participant) AS sent
     FROM research.participant p WHERE p.trial = $1 AND p.from_position > $2 AND ($4::text[] IS NULL OR p.code = ANY ($4))
       AND EXISTS (SELECT FROM allocation.allocation a WHERE a.participant = p.participant)
     ORDER BY p.from_position LIMIT $3`,
    [trial, after, limit, codes ?? null],
  );
  return rows.map(({ position, way, sent }) => ({ position, way, sent: (sent ?? []).map(keyOf) }));
}

/** One participant as they stand now. */
export async function readAddressee(tx: Queryable, participant: string): Promise<{ way: Way; sent: LetterKey[] } | undefined> {
  const [row] = await tx.query<{ way: Way | null; sent: LetterRow[] | null }>(
    `SELECT research.way($1) AS way, (SELECT jsonb_agg(jsonb_build_object('wave', l.wave, 'letter', l.letter, 'ordinal', l.ordinal))
       FROM research.letter l WHERE l.participant = $1) AS sent`,
    [participant],
  );
  return row?.way ? { way: row.way, sent: (row.sent ?? []).map(keyOf) } : undefined;
}

/** Takes a letter for sending: true for exactly one of however many try. */
export async function takeLetter(linkage: Queryable, recipient: string, key: AnyKey, now: Date): Promise<boolean> {
  const rows = await linkage.query(
    'INSERT INTO linkage.letter_attempt VALUES ($1, $2, $3, $4, $5, NULL) ON CONFLICT DO NOTHING RETURNING 1',
    [recipient, key.wave ?? '', key.letter, key.ordinal, now],
  );
  return rows.length === 1;
}

/** Gives a taken letter back: it surely was not sent, and may be tried again. */
export async function releaseLetter(linkage: Queryable, recipient: string, key: AnyKey): Promise<void> {
  await linkage.query(
    'DELETE FROM linkage.letter_attempt WHERE participant = $1 AND wave = $2 AND letter = $3 AND ordinal = $4',
    [recipient, key.wave ?? '', key.letter, key.ordinal],
  );
}

export async function settleLetter(linkage: Queryable, recipient: string, key: AnyKey, now: Date): Promise<void> {
  await linkage.query(
    'UPDATE linkage.letter_attempt SET sent_at = $5 WHERE participant = $1 AND wave = $2 AND letter = $3 AND ordinal = $4',
    [recipient, key.wave ?? '', key.letter, key.ordinal, now],
  );
}

/** A participant's letter that was taken more than a quarter of an hour ago and never settled: whether it went out, nobody knows. */
export interface UnsettledLetter extends LetterKey {
  participant: string;
  takenAt: Date;
}

const UNSETTLED = `sent_at IS NULL AND letter NOT IN ('evening-link', 'draw-opened') AND taken_at < $1::timestamptz - interval '15 minutes'`;
const UNSETTLED_AT_MOST = 1_000;

/** Such letters of every trial, the oldest first; which of them a grant reaches, its own scope says. */
export async function listUnsettled(linkage: Queryable, now: Date): Promise<UnsettledLetter[]> {
  const rows = await linkage.query<LetterRow & { participant: string; takenAt: Date }>(
    `SELECT participant, wave, letter, ordinal, taken_at AS "takenAt" FROM linkage.letter_attempt
     WHERE ${UNSETTLED} ORDER BY taken_at, participant LIMIT ${UNSETTLED_AT_MOST}`,
    [now],
  );
  return rows.map(({ participant, takenAt, ...row }) => ({ participant, takenAt, ...keyOf(row) }));
}

/** Holds such a letter to the end of the transaction. @returns false where it is settled, or was never taken. */
export async function lockUnsettled(tx: Queryable, recipient: string, key: LetterKey, now: Date): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM linkage.letter_attempt WHERE ${UNSETTLED} AND participant = $2 AND wave = $3 AND letter = $4 AND ordinal = $5 FOR UPDATE`,
    [now, recipient, key.wave ?? '', key.letter, key.ordinal],
  );
  return rows.length > 0;
}

/** The codes of those of `participants` whom the scope shows. */
export async function codesOf(tx: Queryable, trial: string, participants: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ participant: string; code: string }>(
    'SELECT participant, code FROM research.participant WHERE trial = $1 AND participant = ANY ($2::uuid[])',
    [trial, participants],
  );
  return new Map(rows.map(({ participant, code }) => [participant, code]));
}

const keyOf = ({ wave, letter, ordinal }: LetterRow): LetterKey => ({ wave: wave === '' ? null : wave, letter, ordinal });
