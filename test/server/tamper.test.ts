import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { participantStream } from '#protocols/model/fact';
import { makeCheckpoint } from '#server/audit/checkpoint';
import { signDocument, type CheckpointDocument } from '#server/audit/checkpoint-document';
import type { Finding } from '#server/audit/finding';
import { verify } from '#server/audit/verify';
import type { Queryable } from '#server/db/zone';
import { ATTACKS, disarm, factsOf, type Altered, type Fact } from '../support/attacks';
import { cloneDatabase, type TestDatabase } from '../support/database';
import { dice, openLawfulTrial, type LawfulTrial } from '../support/lawful-facts';
import { makeTempFolder } from '../support/temp-folder';
import { thorough } from '../support/thorough';

const NOW = new Date('2026-11-22T10:00:00.000Z');
const ALTERATIONS = thorough ? 500 : 150;
const keys = (({ privateKey, publicKey }) => ({ signing: privateKey, verifying: publicKey }))(generateKeyPairSync('ed25519'));

let test: TestDatabase;
let trials: LawfulTrial[];
let facts: Fact[];
let young: string;
const outside = makeTempFolder('checkpoints');
const dir = outside.folder;

beforeAll(async () => {
  test = await cloneDatabase();
  const roll = dice(20261122);
  trials = [await openLawfulTrial(test, 'tamper-a', roll), await openLawfulTrial(test, 'tamper-b', roll)];
  await trials[0]!.live(4);
  await makeCheckpoint(test.database.auditor, keys, dir, NOW, 40);
  // A transaction that was undone leaves a hole among the positions.
  await test.owner.query(`SELECT setval('audit.fact_position_seq', nextval('audit.fact_position_seq') + 3)`);
  await trials[1]!.live(2);
  await makeCheckpoint(test.database.auditor, keys, dir, NOW, 40);
  const { rows } = await test.owner.query<{ upto: string }>('SELECT max(position) AS upto FROM audit.fact');
  facts = await factsOf(test.owner, Number(rows[0]!.upto));
  young = participantStream(randomUUID());
  await trials[1]!.record(young, [
    { kind: 'registered', payload: { site: 'syd', version: '1.0.0', code: 'YOUNG11', language: 'da' } },
  ]);
});
afterAll(async () => {
  await test.close();
  await outside.remove();
});

const inside = (): Queryable => ({ query: async (sql, parameters = []) => (await test.owner.query(sql, [...parameters])).rows });

/** What the audit says while the superuser's alteration stands; then the alteration is undone. */
async function findingsAfter(alter: () => Promise<void>): Promise<Finding[]> {
  await test.owner.query(`BEGIN; ${disarm}`);
  try {
    await alter();
    const report = await verify(inside(), dir, keys.verifying);
    expect(report.omitted).toBe(0);
    return report.findings;
  } finally {
    await test.owner.query('ROLLBACK');
  }
}

const names = (finding: Finding, { position, stream, seq }: Altered): boolean =>
  (position !== undefined && finding.position === position) ||
  (stream !== undefined && finding.stream === stream && (seq === undefined || finding.seq === seq));

const auditNow = () => test.database.auditor.within({}, (tx) => verify(tx, dir, keys.verifying));

describe('the audit against the outside copy', () => {
  it('finds nothing where nothing was altered, and says what is not yet covered', async () => {
    const report = await auditNow();
    expect(report).toMatchObject({ facts: facts.length + 1, covered: facts.length, notYetCovered: 1, findings: [], omitted: 0 });
    expect(report.streams).toBe(new Set(facts.map(({ stream }) => stream)).size + 1);
    expect(report.checkpoints).toBeGreaterThan(4);
  });

  it(`locates each of ${ALTERATIONS} random alterations by a superuser who switched the guards off`, async () => {
    const roll = dice(7);
    const kinds = Object.keys(ATTACKS);
    const unlocated: object[] = [];
    for (let n = 0; n < ALTERATIONS; n += 1) {
      const kind = kinds[n % kinds.length]!;
      let altered: Altered[] = [];
      const findings = await findingsAfter(async () => {
        altered = await ATTACKS[kind]!(test.owner, facts, roll);
      });
      expect(altered.length).toBeGreaterThan(0);
      const missed = altered.filter((place) => !findings.some((finding) => names(finding, place)));
      // Whoever reads the report must not be sent to people whose facts stand untouched.
      const at = new Set(
        altered.flatMap(({ position, stream }) => [stream, facts.find((fact) => fact.position === position)?.stream]),
      );
      const astray = kind.startsWith('insert') ? [] : findings.filter(({ stream }) => stream !== undefined && !at.has(stream));
      if (missed.length > 0 || astray.length > 0) unlocated.push({ kind, missed, astray, findings: findings.slice(0, 5) });
    }
    expect(unlocated).toEqual([]);
    expect((await auditNow()).findings).toEqual([]);
  }, 240_000);

  it('finds an alteration of a fact too young to be covered, unless the chain behind it is recomputed as well', async () => {
    const findings = await findingsAfter(async () => {
      await test.owner.query(`UPDATE audit.fact SET actor = 'staff/other' WHERE stream = $1`, [young]);
    });
    expect(findings).toEqual([expect.objectContaining({ code: 'header', stream: young, seq: 1 })]);
  });

  it('says in both languages what happened and where', async () => {
    const { stream, seq, position } = facts.at(-1)!;
    const findings = await findingsAfter(async () => {
      await test.owner.query('DELETE FROM audit.fact WHERE position = $1', [position]);
    });
    const cut = findings.find(({ code }) => code === 'tail-cut');
    expect(cut).toMatchObject({ position, stream, seq });
    expect(cut?.sentence.en).toBe(`Fact ${seq} of ${stream} stood at position ${position}; the end of the stream was cut off.`);
    expect(cut?.sentence.da).toBe(`Hændelse ${seq} i ${stream} stod på position ${position}; rækkens ende er skåret af.`);
  });

  it('is not fooled by a fact of another payload under a position that an undone transaction left free', async () => {
    const findings = await findingsAfter(async () => {
      await test.owner.query(`UPDATE audit.fact SET position = 0 WHERE position = $1`, [facts[5]!.position]);
    });
    expect(findings.map(({ code, position }) => [code, position])).toEqual(
      expect.arrayContaining([
        ['inserted', 0],
        ['moved', facts[5]!.position],
      ]),
    );
  });
});

describe('the outside copy itself', () => {
  const second = join(dir, 'checkpoint-000002.json');
  const keep = `${second}.kept`;
  beforeEach(() => copyFileSync(second, keep));
  afterEach(() => {
    copyFileSync(keep, second);
    rmSync(keep);
  });
  const read = (): CheckpointDocument => JSON.parse(readFileSync(second, 'utf8')) as CheckpointDocument;
  const codes = async () => (await auditNow()).findings.map(({ code, sentence }) => [code, sentence.en]);

  it('is named where a file is missing, and what it covered counts as not covered', async () => {
    rmSync(second);
    const report = await auditNow();
    expect(report.findings).toEqual([expect.objectContaining({ code: 'checkpoint-missing' })]);
    expect(report.findings[0]!.sentence.en).toContain('checkpoint-000002.json');
    expect(report.notYetCovered).toBe(41);
    await expect(makeCheckpoint(test.database.auditor, keys, dir, NOW)).resolves.toHaveLength(1);
  });

  it.each([
    ['an entry', (document: CheckpointDocument) => ({ ...document, entries: document.entries.slice(1) })],
    ['the root', (document: CheckpointDocument) => ({ ...document, root: document.previous })],
    ['the date', (document: CheckpointDocument) => ({ ...document, createdAt: '2020-01-01T00:00:00.000Z' })],
    ['the whole of it', () => 'nonsense'],
  ])('is named where %s of a file was altered', async (_what, alter) => {
    writeFileSync(second, JSON.stringify(alter(read())));
    expect(await codes()).toContainEqual(['checkpoint-altered', expect.stringMatching(/^checkpoint-000002\.json /)]);
  });

  it('is named where somebody else signed it, or signed a tree that does not fit', async () => {
    const stranger = generateKeyPairSync('ed25519');
    const { lodtraekCheckpoint, number, after, upto, count, root, frontier, previous, entries, createdAt } = read();
    const unsigned = { lodtraekCheckpoint, number, after, upto, count, root, frontier, previous, entries, createdAt };
    writeFileSync(
      second,
      JSON.stringify(signDocument(unsigned, { signing: stranger.privateKey, verifying: stranger.publicKey })),
    );
    expect(await codes()).toContainEqual([
      'checkpoint-altered',
      'checkpoint-000002.json does not bear our signature: the file was altered.',
    ]);
    writeFileSync(second, JSON.stringify(signDocument({ ...unsigned, entries: unsigned.entries.slice(0, -1) }, keys)));
    expect(await codes()).toContainEqual([
      'checkpoint-altered',
      'checkpoint-000002.json has a root that does not fit its entries.',
    ]);
  });

  it('is named where the database’s own note of a checkpoint was changed or removed', async () => {
    const changed = await findingsAfter(async () => {
      await test.owner.query(
        `UPDATE audit.checkpoint SET document = document || '{"digest": "x"}' WHERE number = 1; DELETE FROM audit.checkpoint WHERE number = 3`,
      );
    });
    expect(changed.map(({ sentence }) => sentence.en)).toEqual([
      "The database's own note of checkpoint-000001.json does not fit the file.",
      "The database's own note of checkpoint-000003.json does not fit the file.",
    ]);
  });
});
