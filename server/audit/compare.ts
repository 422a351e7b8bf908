import type { Queryable } from '../db/zone';
import type { CheckpointDocument, Entry } from './checkpoint-document';
import { note, type Findings } from './finding';
import type { FactRow } from './read-facts';

/** A checkpointed fact whose position is empty now. */
export type Lost = readonly Entry[];

/** Reads facts one after the other, with the next one in sight. */
export interface Ahead {
  next: FactRow | undefined;
  /** Takes the fact in sight, and brings the one after it into sight. */
  take(): Promise<FactRow>;
}

export interface Covered {
  /** How many facts stand where the document says, altered or not. */
  facts: number;
  lost: Entry[];
}

/**
 * Walks the facts from `ahead` and one document's entries side by side, both in the order of positions.
 * @returns the entries whose position is empty; a fact that is another, or that has no entry, is noted at once.
 */
export async function compareWith(document: CheckpointDocument, ahead: Ahead, findings: Findings): Promise<Covered> {
  const { entries, upto } = document;
  const lost: Entry[] = [];
  let facts = 0;
  let index = 0;
  for (;;) {
    const entry = entries[index];
    const next = ahead.next && ahead.next.position <= upto ? ahead.next : undefined;
    if (!entry && !next) return { facts, lost };
    if (next && (!entry || next.position < entry[0])) {
      noteInserted(await ahead.take(), document, findings);
    } else if (entry && (!next || next.position > entry[0])) {
      lost.push(entry);
      index += 1;
    } else {
      compareOne(await ahead.take(), entry!, findings);
      facts += 1;
      index += 1;
    }
  }
}

function noteInserted({ position, stream, seq }: FactRow, { number }: CheckpointDocument, findings: Findings): void {
  note(
    findings,
    'inserted',
    { position, stream, seq },
    `På position ${position} står hændelse ${seq} i ${stream}, som kontrolpunkt ${number} ikke kender: den er skudt ind bagefter.`,
    `Position ${position} holds fact ${seq} of ${stream}, which checkpoint ${number} does not know: it was inserted afterwards.`,
  );
}

function compareOne(fact: FactRow, [position, xid, stream, seq, hash]: Entry, findings: Findings): void {
  if (fact.stream === stream && fact.seq === seq && fact.hash === hash && fact.xid === xid) return;
  if (fact.stream === stream && fact.seq === seq) {
    note(
      findings,
      'changed',
      { position, stream, seq },
      `Hændelse ${seq} i ${stream} (position ${position}) er en anden end den, kontrolpunktet kender.`,
      `Fact ${seq} of ${stream} (position ${position}) is another than the one the checkpoint knows.`,
    );
    return;
  }
  note(
    findings,
    'moved',
    { position, stream, seq },
    `Position ${position} holdt hændelse ${seq} i ${stream}; nu står hændelse ${fact.seq} i ${fact.stream} der.`,
    `Position ${position} held fact ${seq} of ${stream}; now fact ${fact.seq} of ${fact.stream} stands there.`,
  );
}

/** Says of each lost entry what became of its fact: moved to another position, deleted, or cut off with all that followed it. */
export async function traceLost(tx: Queryable, lost: Lost, findings: Findings): Promise<void> {
  for (const [position, , stream, seq] of lost) {
    // What a report cannot hold need not be looked up.
    const [now] =
      findings.omitted > 0
        ? []
        : await tx.query<{ position: string; seq: number }>(
            'SELECT position, seq FROM audit.fact WHERE stream = $1 AND seq >= $2 ORDER BY seq LIMIT 1',
            [stream, seq],
          );
    const place = { position, stream, seq };
    const da = `Hændelse ${seq} i ${stream} stod på position ${position}`;
    const en = `Fact ${seq} of ${stream} stood at position ${position}`;
    if (now?.seq === seq) {
      note(
        findings,
        'moved',
        place,
        `${da}; nu står den på position ${now.position}.`,
        `${en}; now it stands at position ${now.position}.`,
      );
    } else if (now) {
      note(findings, 'deleted', place, `${da}; den er slettet.`, `${en}; it was deleted.`);
    } else {
      note(findings, 'tail-cut', place, `${da}; rækkens ende er skåret af.`, `${en}; the end of the stream was cut off.`);
    }
  }
}
