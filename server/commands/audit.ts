import { makeCheckpoint } from '../audit/checkpoint';
import { CheckpointProblem } from '../audit/checkpoint-files';
import { replayErasures } from '../audit/erasures';
import { verify, type AuditReport } from '../audit/verify';
import type { Config } from '../config';
import { withOwner } from '../db/owner';
import { KeyStoreProblem, loadKeys, systemEntropy, type Keys } from '../keys';
import type { ExitCode, Io } from './io';

/** What the commands of the audit are given by the command line. */
export interface AuditEnvironment {
  config: Config;
  ownerUrl: string;
  now: Date;
  uuid: () => string;
}

interface Options {
  json: boolean;
}

/** `lodtraek audit verify`: 0 where all is as it was recorded, 1 where something was altered, 2 where it could not be looked at. */
export function verifyCommand({ json }: Options, { config, ownerUrl }: AuditEnvironment, io: Io): Promise<ExitCode> {
  return answering(io, async () => {
    const keys = ownKeys(config);
    if (!keys)
      io.err(`There is no key store at ${config.keyStore}: each checkpoint is only held against the key it names itself.`);
    const report = await withOwner(ownerUrl, (owner) =>
      owner.within({}, (tx) => verify(tx, config.checkpointDir, keys?.verifying)),
    );
    io.out(json ? JSON.stringify(report, null, 2) : textOf(report));
    return report.findings.length > 0 ? 1 : 0;
  });
}

/** `lodtraek audit checkpoint`: ties what is new into the outside copy. */
export function checkpointCommand({ json }: Options, { config, ownerUrl, now }: AuditEnvironment, io: Io): Promise<ExitCode> {
  return answering(io, async () => {
    const keys = loadKeys(config.keyStore, false);
    const made = await withOwner(ownerUrl, (owner) => makeCheckpoint(owner, keys, config.checkpointDir, now));
    if (json) io.out(JSON.stringify({ made }, null, 2));
    else if (made.length === 0) io.out('Nothing happened since the last checkpoint; none was made.');
    for (const { number, upto, facts } of json ? [] : made) {
      io.out(
        `Checkpoint ${number} covers ${facts} more facts, up to position ${upto}. It lies in ${config.checkpointDir}; carry it out of the house.`,
      );
    }
    return 0;
  });
}

/** `lodtraek audit rebuild`: makes the read tables anew from the facts. Writing waits meanwhile. */
export function rebuildCommand({ json }: Options, { ownerUrl }: AuditEnvironment, io: Io): Promise<ExitCode> {
  return answering(io, async () => {
    const [row] = await withOwner(ownerUrl, (owner) => owner.query<{ facts: string }>('SELECT research.rebuild() AS facts'));
    const facts = Number(row!.facts);
    io.out(json ? JSON.stringify({ facts }) : `The read tables were made anew from ${facts} facts.`);
    return 0;
  });
}

/** `lodtraek audit replay-erasures`, after a restore: 1 where the ledger names a stream or holds a line that could not be followed. */
export function replayErasuresCommand(
  { json }: Options,
  { config, ownerUrl, now, uuid }: AuditEnvironment,
  io: Io,
): Promise<ExitCode> {
  return answering(io, async () => {
    const recording = { now, actor: 'system/restore', grant: null, request: 'replay-erasures', entropy: systemEntropy, uuid };
    const replay = await withOwner(ownerUrl, (owner) => replayErasures(owner, config.checkpointDir, recording));
    if (json) io.out(JSON.stringify(replay, null, 2));
    else io.out(`Erasures of the ledger that stand in this database: ${replay.replayed.length}.`);
    for (const stream of json ? [] : replay.unknown)
      io.out(`${stream} is not in this database: the backup is older than the person's registration.`);
    for (const line of json ? [] : replay.unreadable)
      io.out(`Line ${line} of erasures.jsonl cannot be read: bring it back from another copy, then run this again.`);
    return replay.unknown.length + replay.unreadable.length > 0 ? 1 : 0;
  });
}

/** The report as lines: what was looked at, then one sentence for each finding. */
function textOf({ facts, streams, checkpoints, covered, notYetCovered, findings, omitted }: AuditReport): string {
  const lines = [
    `${facts} facts in ${streams} streams. checkpoints (${checkpoints}) vouch for ${covered}; ${notYetCovered} are not yet covered, their chains were checked.`,
    ...findings.map(({ sentence }) => sentence.en),
  ];
  if (omitted > 0) lines.push(`… and ${omitted} more.`);
  lines.push(
    findings.length === 0
      ? 'Nothing was altered.'
      : `${findings.length + omitted} findings. Keep database and outside copy as they are, and compare with a backup.`,
  );
  return lines.join('\n');
}

/** Our own keys, or nothing where an auditor has only the copy. */
function ownKeys(config: Config): Keys | undefined {
  try {
    return loadKeys(config.keyStore, false);
  } catch (cause) {
    // Without the key store the chains and the outside copy can still be compared.
    if (cause instanceof KeyStoreProblem) return undefined;
    throw cause;
  }
}

// PostgreSQL's codes for a table, schema or function that is not there.
const NOT_MADE = new Set(['42P01', '3F000', '42883']);

async function answering(io: Io, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (cause) {
    // What a person at the terminal can mend is a sentence; all else is a fault.
    if (cause instanceof CheckpointProblem || cause instanceof KeyStoreProblem) io.err(cause.message);
    else if (NOT_MADE.has((cause as { code?: string }).code ?? ''))
      io.err('This database holds no trials yet: run "lodtraek setup" first.');
    else throw cause;
    return 2;
  }
}
