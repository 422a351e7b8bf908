import type { KeyObject } from 'node:crypto';
import { GENESIS } from '#protocols/model/chain';
import type { Queryable } from '../db/zone';
import type { Entry } from './checkpoint-document';
import { listCheckpoints } from './checkpoint-files';
import { compareWith, traceLost, type Ahead } from './compare';
import { note, type Finding, type Findings } from './finding';
import { checkRows, readDocuments, type Digests } from './outside-copy';
import { readFacts, type FactRow } from './read-facts';
import { checkFact, checkGone, type Streams } from './stream-state';

export interface AuditReport {
  /** Facts in the database. */
  facts: number;
  streams: number;
  checkpoints: number;
  /** Facts the outside copy vouches for; the younger ones are not yet covered, though their chains are checked. */
  covered: number;
  notYetCovered: number;
  findings: Finding[];
  /** Findings beyond those listed. */
  omitted: number;
}

/**
 * Compares every fact with itself, with its stream and with the outside copy in `dir`.
 * @param tx one open transaction of a login that may read the audit zone.
 * @param publicKey whose signature counts; without it each checkpoint is only held against the key it names itself.
 */
export async function verify(tx: Queryable, dir: string, publicKey?: KeyObject): Promise<AuditReport> {
  // Listed before the facts are looked at: a checkpoint made meanwhile may cover facts that this look does not see.
  const numbers = listCheckpoints(dir);
  const findings: Findings = { list: [], omitted: 0 };
  const streams: Streams = new Map();
  const digests: Digests = new Map();
  const lost: Entry[] = [];
  const counted = { facts: 0, covered: 0, notYetCovered: 0 };
  const ahead = await lookAhead(tx, (fact) => {
    counted.facts += 1;
    checkFact(fact, streams, findings);
  });

  for (const document of readDocuments(dir, numbers, publicKey, digests, findings)) {
    // Positions that only a missing checkpoint could vouch for. Nothing lawful stands below the first one.
    while (document.number > 1 && ahead.next && ahead.next.position <= document.after) {
      await ahead.take();
      counted.notYetCovered += 1;
    }
    const compared = await compareWith(document, ahead, findings);
    counted.covered += compared.facts;
    lost.push(...compared.lost);
  }
  while (ahead.next) {
    await ahead.take();
    counted.notYetCovered += 1;
  }

  await traceLost(tx, lost, findings);
  checkGone(streams, findings);
  await checkOrphans(tx, findings);
  await checkHeads(tx, findings);
  await checkRows(tx, dir, numbers, digests, findings);
  return { ...counted, streams: streams.size, checkpoints: digests.size, findings: findings.list, omitted: findings.omitted };
}

async function lookAhead(tx: Queryable, onTake: (fact: FactRow) => void): Promise<Ahead> {
  const facts = readFacts(tx);
  const ahead: Ahead = {
    next: (await facts.next()).value,
    take: async () => {
      const fact = ahead.next!;
      onTake(fact);
      ahead.next = (await facts.next()).value;
      return fact;
    },
  };
  return ahead;
}

async function checkOrphans(tx: Queryable, findings: Findings): Promise<void> {
  const orphans = await tx.query<{ fact: string }>(
    'SELECT p.fact FROM audit.fact_payload p WHERE NOT EXISTS (SELECT FROM audit.fact f WHERE f.id = p.fact)',
  );
  for (const { fact } of orphans) {
    note(
      findings,
      'payload-orphan',
      {},
      `Indholdet ${fact} hører ikke til nogen hændelse.`,
      `The payload ${fact} belongs to no fact.`,
    );
  }
}

/** The head of each stream against its last fact: one statement, so that both are seen at one moment. */
async function checkHeads(tx: Queryable, findings: Findings): Promise<void> {
  const wrong = await tx.query<{ stream: string; kept: number | null; last: number | null }>(
    `SELECT coalesce(s.stream, f.stream) AS stream, s.seq AS kept, f.seq AS last
     FROM audit.stream s
     FULL JOIN (SELECT DISTINCT ON (stream) stream, seq, hash, trial FROM audit.fact ORDER BY stream, seq DESC) f ON f.stream = s.stream
     WHERE (s.seq, s.head, s.trial) IS DISTINCT FROM (f.seq, f.hash, f.trial)
       AND NOT (f.stream IS NULL AND s.seq = 0 AND s.head = $1)
     ORDER BY 1`,
    [GENESIS],
  );
  for (const { stream, kept, last } of wrong) {
    note(
      findings,
      'head',
      { stream, seq: last ?? kept ?? undefined },
      `Databasens hoved for ${stream} (nummer ${kept ?? 'intet'}) passer ikke til rækkens sidste hændelse (nummer ${last ?? 'ingen'}).`,
      `The database's head of ${stream} (number ${kept ?? 'none'}) does not fit the last fact of the stream (number ${last ?? 'none'}).`,
    );
  }
}
