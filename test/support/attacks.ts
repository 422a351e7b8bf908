import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { GENESIS, factHash, payloadDigest } from '#protocols/model/chain';

/** Where a fact was altered, as the report must name it. */
export interface Altered {
  position?: number;
  stream?: string;
  seq?: number;
}

export interface Fact {
  position: number;
  id: string;
  stream: string;
  seq: number;
  kind: string;
  text: string;
}

/** Tables whose guards a superuser can switch off. */
const GUARDED = ['audit.fact', 'audit.fact_payload', 'audit.stream'];
export const disarm = GUARDED.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER ALL`).join('; ');

export async function factsOf(owner: Client, upto: number): Promise<Fact[]> {
  const { rows } = await owner.query<Fact>(
    `SELECT f.position::float8 AS position, f.id, f.stream, f.seq, f.kind, p.payload::text AS text
     FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id WHERE f.position <= $1 ORDER BY f.position`,
    [upto],
  );
  return rows;
}

/** Gives a stream numbers 1, 2, … and a chain anew, and repairs its head: what a careful forger would do. */
async function reforge(owner: Client, stream: string): Promise<void> {
  const { rows } = await owner.query(
    `SELECT position, id, stream, trial, kind, occurred_at AS "occurredAt", recorded_at AS "recordedAt", actor, grant_id AS "grant", request,
       payload_digest AS "payloadDigest" FROM audit.fact WHERE stream = $1 ORDER BY seq, position`,
    [stream],
  );
  await owner.query('UPDATE audit.fact SET seq = seq + 100000000 WHERE stream = $1', [stream]);
  let previous = GENESIS;
  for (const [index, { position, ...row }] of rows.entries()) {
    const header = { ...row, seq: index + 1, occurredAt: row.occurredAt.toISOString(), recordedAt: row.recordedAt.toISOString() };
    const hash = factHash(previous, header);
    await owner.query('UPDATE audit.fact SET seq = $2, previous = $3, hash = $4 WHERE position = $1', [
      position,
      index + 1,
      previous,
      hash,
    ]);
    previous = hash;
  }
  await owner.query('UPDATE audit.stream SET seq = $2, head = $3 WHERE stream = $1', [stream, rows.length, previous]);
}

type Roll = (n: number) => number;
/** Alters the database and says where. */
type Attack = (owner: Client, facts: readonly Fact[], roll: Roll) => Promise<Altered[]>;

const pick = <T>(from: readonly T[], roll: Roll): T => from[roll(from.length)]!;
const placeOf = ({ position, stream, seq }: Fact): Altered => ({ position, stream, seq });
const otherHash = (): string => randomBytes(32).toString('hex');

const COLUMNS: Record<string, (roll: Roll) => string> = {
  xid: () => 'xid + 1',
  trial: () => `trial || '-2'`,
  kind: () => `CASE kind WHEN 'registered' THEN 'screened' ELSE 'registered' END`,
  occurred_at: (roll) =>
    pick(
      [
        `occurred_at - interval '1 millisecond'`,
        `occurred_at + interval '1 day'`,
        `occurred_at - interval '4052 years'`,
        `'infinity'`,
      ],
      roll,
    ),
  recorded_at: () => `recorded_at - interval '1 hour'`,
  actor: () => `actor || ' '`,
  grant_id: () => `coalesce(grant_id, '') || '1'`,
  request: () => `request || chr(10)`,
  payload_digest: () => `'${otherHash()}'`,
  previous: () => `'${otherHash()}'`,
  hash: () => `'${otherHash()}'`,
};

/** A payload with one member changed, dropped or added. */
function bend(text: string, roll: Roll): string {
  const payload = JSON.parse(text) as Record<string, unknown>;
  const key = pick(Object.keys(payload), roll);
  const value = payload[key];
  const how = roll(3);
  if (how === 1) delete payload[key];
  else if (how === 2) payload.extra = null;
  else payload[key] = typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : value === null ? 0 : null;
  return JSON.stringify(payload);
}

export const ATTACKS: Record<string, Attack> = {
  'change a column of the header': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    const column = pick(Object.keys(COLUMNS), roll);
    await owner.query(`UPDATE audit.fact SET ${column} = ${COLUMNS[column]!(roll)} WHERE position = $1`, [fact.position]);
    return [placeOf(fact)];
  },
  'change the id, with its payload': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    const id = randomUUID();
    await owner.query('UPDATE audit.fact SET id = $2 WHERE position = $1', [fact.position, id]);
    await owner.query('UPDATE audit.fact_payload SET fact = $2 WHERE fact = $1', [fact.id, id]);
    return [placeOf(fact)];
  },
  'change the payload': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    await owner.query('UPDATE audit.fact_payload SET payload = $2::jsonb WHERE fact = $1', [fact.id, bend(fact.text, roll)]);
    return [placeOf(fact)];
  },
  'make a number greater by less than JavaScript sees': async (owner, facts, roll) => {
    const number = /": (\d+)(?=[,}])/;
    const fact = pick(
      facts.filter(({ text }) => number.test(text)),
      roll,
    );
    const finer = pick(['.00000000000000000001', '.0000000000000000000000000001'], roll);
    await owner.query('UPDATE audit.fact_payload SET payload = $2::jsonb WHERE fact = $1', [
      fact.id,
      fact.text.replace(number, `": $1${finer}`),
    ]);
    return [placeOf(fact)];
  },
  'change the nonce': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    await owner.query('UPDATE audit.fact_payload SET nonce = $2 WHERE fact = $1', [fact.id, otherHash()]);
    return [placeOf(fact)];
  },
  'delete a fact': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    await owner.query('DELETE FROM audit.fact_payload WHERE fact = $1', [fact.id]);
    await owner.query('DELETE FROM audit.fact WHERE position = $1', [fact.position]);
    return [placeOf(fact)];
  },
  'delete a fact and close the gap': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    await owner.query('DELETE FROM audit.fact_payload WHERE fact = $1', [fact.id]);
    await owner.query('DELETE FROM audit.fact WHERE position = $1', [fact.position]);
    await reforge(owner, fact.stream);
    return [{ position: fact.position }];
  },
  'delete a payload': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    await owner.query('DELETE FROM audit.fact_payload WHERE fact = $1', [fact.id]);
    return [placeOf(fact)];
  },
  'insert a forged fact, hashes and head recomputed': async (owner, facts, roll) => {
    const after = pick(facts, roll);
    // Below the first, in a hole that an undone transaction left, or at the very end of all.
    const { rows: holes } = await owner.query<{ at: string }>(
      `SELECT n AS at FROM generate_series(1, $1::bigint) n WHERE NOT EXISTS (SELECT FROM audit.fact WHERE position = n)`,
      [facts.at(-1)!.position],
    );
    const position = pick([0, -1 - roll(50), ...holes.map(({ at }) => Number(at))], roll);
    const id = randomUUID();
    const nonce = otherHash();
    const payload = JSON.parse(after.text) as unknown;
    await owner.query('UPDATE audit.fact SET seq = seq + 1000000 WHERE stream = $1 AND seq > $2', [after.stream, after.seq]);
    await owner.query(
      `INSERT INTO audit.fact SELECT $2, $3, xid, stream, seq + 1, trial, kind, occurred_at, recorded_at, actor, grant_id, request, $4, previous, hash
       FROM audit.fact WHERE position = $1`,
      [after.position, position, id, payloadDigest(nonce, payload)],
    );
    await owner.query('INSERT INTO audit.fact_payload VALUES ($1, $2, $3)', [id, JSON.stringify(payload), nonce]);
    await reforge(owner, after.stream);
    return [{ position }];
  },
  'swap two positions': async (owner, facts, roll) => {
    const [one, other] = twoOf(facts, roll);
    await owner.query('UPDATE audit.fact SET position = -1000000 WHERE position = $1', [one.position]);
    await owner.query('UPDATE audit.fact SET position = $2 WHERE position = $1', [other.position, one.position]);
    await owner.query('UPDATE audit.fact SET position = $1 WHERE position = -1000000', [other.position]);
    return [{ position: one.position }, { position: other.position }];
  },
  'move a fact to the end of all': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    await owner.query(`UPDATE audit.fact SET position = nextval('audit.fact_position_seq') WHERE position = $1`, [fact.position]);
    return [placeOf(fact)];
  },
  'cut the tail and repair the head': async (owner, facts, roll) => {
    const from = pick(facts, roll);
    const cut = facts.filter(({ stream, seq }) => stream === from.stream && seq >= from.seq);
    await owner.query('DELETE FROM audit.fact_payload USING audit.fact f WHERE f.id = fact AND f.stream = $1 AND f.seq >= $2', [
      from.stream,
      from.seq,
    ]);
    await owner.query('DELETE FROM audit.fact WHERE stream = $1 AND seq >= $2', [from.stream, from.seq]);
    await reforge(owner, from.stream);
    return cut.map(placeOf);
  },
  'swap two payloads': async (owner, facts, roll) => {
    const [one, other] = twoOf(facts, roll, (a, b) => a.text !== b.text);
    const columns = pick(['payload', '(payload, nonce)'], roll);
    const values = columns === 'payload' ? 'p.payload' : '(SELECT p.payload, p.nonce)';
    await owner.query(
      `UPDATE audit.fact_payload SET ${columns} = ${values} FROM audit.fact_payload p
       WHERE (fact_payload.fact, p.fact) IN (($1::uuid, $2::uuid), ($2::uuid, $1::uuid))`,
      [one.id, other.id],
    );
    return [placeOf(one), placeOf(other)];
  },
  'swap two facts between streams': async (owner, facts, roll) => {
    const [one, other] = twoOf(facts, roll, (a, b) => a.stream !== b.stream);
    const put = 'UPDATE audit.fact SET stream = $2, seq = $3 WHERE position = $1';
    await owner.query(put, [one.position, one.stream, 2_000_000]);
    await owner.query(put, [other.position, one.stream, one.seq]);
    await owner.query(put, [one.position, other.stream, other.seq]);
    if (roll(2) === 0) for (const { stream } of [one, other]) await reforge(owner, stream);
    return [{ position: one.position }, { position: other.position }];
  },
  'swap two whole streams, all hashes recomputed': async (owner, facts, roll) => {
    const [one, other] = twoOf(facts, roll, (a, b) => a.stream !== b.stream);
    await owner.query(
      `UPDATE audit.fact SET stream = CASE stream WHEN $1 THEN $2 ELSE $1 END, seq = seq + 3000000 WHERE stream IN ($1, $2)`,
      [one.stream, other.stream],
    );
    for (const { stream } of [one, other]) await reforge(owner, stream);
    return facts.filter(({ stream }) => stream === one.stream || stream === other.stream).map(({ position }) => ({ position }));
  },
  'change a payload and recompute digest and the whole later chain': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    const payload = { ...(JSON.parse(fact.text) as object), forged: true };
    const nonce = otherHash();
    await owner.query('UPDATE audit.fact_payload SET payload = $2, nonce = $3 WHERE fact = $1', [
      fact.id,
      JSON.stringify(payload),
      nonce,
    ]);
    await owner.query('UPDATE audit.fact SET payload_digest = $2 WHERE id = $1', [fact.id, payloadDigest(nonce, payload)]);
    await reforge(owner, fact.stream);
    return [placeOf(fact)];
  },
  'change a column and recompute the whole later chain': async (owner, facts, roll) => {
    const fact = pick(facts, roll);
    const column = pick(['actor', 'request', 'kind', 'recorded_at'], roll);
    await owner.query(`UPDATE audit.fact SET ${column} = ${COLUMNS[column]!(roll)} WHERE position = $1`, [fact.position]);
    await reforge(owner, fact.stream);
    return [placeOf(fact)];
  },
  'change the head of a stream': async (owner, facts, roll) => {
    const { stream } = pick(facts, roll);
    await owner.query(
      `UPDATE audit.stream SET ${pick([`head = '${otherHash()}'`, 'seq = seq + 1', `trial = 'x'`], roll)} WHERE stream = $1`,
      [stream],
    );
    return [{ stream }];
  },
};

function twoOf(facts: readonly Fact[], roll: Roll, fit: (a: Fact, b: Fact) => boolean = () => true): [Fact, Fact] {
  for (;;) {
    const pair: [Fact, Fact] = [pick(facts, roll), pick(facts, roll)];
    if (pair[0].id !== pair[1].id && fit(...pair)) return pair;
  }
}
