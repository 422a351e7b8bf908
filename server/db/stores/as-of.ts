import type { Queryable } from '../zone';

/**
 * What was known at a position: rows whose interval [from_position, to_position) holds it. Ranges are filtered, nothing is replayed.
 * What was erased since is not known at any position any more; it is said to be erased, never passed off as never given.
 */
export interface ParticipantAsOf {
  participant: string;
  site: string;
  version: string;
  code: string;
  language: string;
  registeredAt: Date;
  /** Erased at whatever time: what they answered before it is gone from every position. */
  erased: boolean;
}

/** Those registered in `trial` by `position`, within the scope of `tx`, in the order they came. */
export function participantsAsOf(tx: Queryable, trial: string, position: number): Promise<ParticipantAsOf[]> {
  return tx.query<ParticipantAsOf>(
    `SELECT p.participant, p.site, p.version, p.code, p.language, p.registered_at AS "registeredAt", ${ERASED} AS erased
     FROM research.participant p WHERE p.trial = $1 AND p.from_position <= $2 ORDER BY p.from_position`,
    [trial, position],
  );
}

export interface ResponseAsOf {
  participant: string;
  wave: string;
  instrument: string;
  item: string;
  /** Exactly one of code and blank is there. */
  code: number | null;
  blank: string | null;
  version: number;
  late: boolean;
  occurredAt: Date;
}

export interface ResponsesAsOf {
  responses: ResponseAsOf[];
  /** Participants of that time whose earlier answers were erased since. */
  erased: string[];
}

/** The answers that stood at `position`, by participant, wave, instrument and item, as far as the scope of `tx` lets them be read. */
export async function responsesAsOf(tx: Queryable, trial: string, position: number): Promise<ResponsesAsOf> {
  const responses = await tx.query<ResponseAsOf>(
    `SELECT r.participant, r.wave, r.instrument, r.item, r.code, r.blank, r.version, r.late, r.occurred_at AS "occurredAt"
     FROM research.response r
     WHERE r.trial = $1 AND r.from_position <= $2 AND (r.to_position IS NULL OR r.to_position > $2)
     ORDER BY r.participant, r.wave, r.instrument, r.item`,
    [trial, position],
  );
  const erased = await tx.query<{ participant: string }>(
    `SELECT p.participant FROM research.participant p WHERE p.trial = $1 AND p.from_position <= $2 AND ${ERASED} ORDER BY p.from_position`,
    [trial, position],
  );
  return { responses, erased: erased.map(({ participant }) => participant) };
}

// Whenever it happened: an erasure reaches back to every position.
const ERASED = `EXISTS (SELECT FROM research.milestone m WHERE m.participant = p.participant AND m.kind = 'erased')`;
