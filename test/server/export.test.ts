import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workbook, type CellValue, type Worksheet } from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { parseCsv } from '#analysis/data/parse-csv';
import { participantStream, trialStream } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { append } from '#server/db/facts';
import { headOf } from '#server/db/stores/trials';
import { insertContact, insertLink } from '#server/db/stores/contacts';
import { simulateTrial } from '#server/demonstration/simulate-trial';
import { csvBytes, neutralise, PRESETS, restore } from '#server/results/csv';
import { openTrial } from '#server/services/trial/open-trial';
import { startTestServer, type Agent, type TestServer } from '../support/server';

const TRIAL = 'peer-simulated';
const PEOPLE = 40;
const EXPORTS = `/api/staff/trials/${TRIAL}/exports`;
const FORMULA = '=HYPERLINK("http://elsewhere.example";"click")';
const CANARY = { name: 'Kanarie Fugleburet', email: 'kanarie@fugleburet.example', telephone: '+4521222324' };
const LOCKERS = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'] as const;

let server: TestServer;
let manager: Agent;
let people: { participant: string; code: string; site: string }[];
beforeAll(async () => {
  server = await startTestServer();
  const file = join(__dirname, '..', '..', 'protocols', 'trials', TRIAL, '1.0.0.json');
  const protocol = JSON.parse(readFileSync(file, 'utf8')) as Protocol;
  protocol.analysis.itemMissing = 'prorated';
  protocol.arms[0]!.name = { da: FORMULA, en: '＋1' };
  protocol.waves[0]!.title = { da: '\'Start; "først"', en: '-2+3' };
  const startedAt = new Date('2026-01-12T08:00:00.000Z');
  await openTrial(server.app, { ...server.recording(), now: startedAt }, protocol);
  await simulateTrial(server.app, { seed: 5, startedAt, people: PEOPLE, lockers: LOCKERS });
  server.setClock('2026-05-20T10:00:00.000Z');
  manager = await server.signedIn(TRIAL, 'data-manager');
  ({ rows: people } = await server.test.owner.query(
    'SELECT participant, code, site FROM research.participant ORDER BY from_position',
  ));

  const { stream, head } = await streamOf(people[1]!.participant);
  const letOut = { kind: 'participation-changed', payload: { change: 'erase', source: 'participant' } } as const;
  await append(server.app.database.research, server.recording(), { trial: TRIAL, sites: '*' }, [
    { stream, trial: TRIAL, head, facts: [letOut] },
  ]);

  const contact = server.app.uuid();
  const { database, keys, entropy } = server.app;
  await database.identity.within({ trial: TRIAL, sites: '*' }, (tx) =>
    insertContact(tx, keys, { contact, trial: TRIAL, site: people[0]!.site, ...CANARY }, '2026-01-13', entropy),
  );
  await insertLink(database.linkage, keys, TRIAL, contact, people[0]!.participant, entropy);
});
afterAll(() => server.close());

async function streamOf(participant: string) {
  const stream = participantStream(participant);
  return { stream, head: (await headOf(server.app.database.research, stream))! };
}

async function download(preset: 'excel-danish' | 'statistics') {
  const { body, headers } = await manager
    .post(EXPORTS)
    .send({ preset })
    .buffer(true)
    .parse(binary as never)
    .expect(200);
  const zip = body as Buffer;
  return { zip, headers, files: unzipSync(new Uint8Array(zip)) };
}

const rowsOf = (bytes: Uint8Array): string[][] => {
  const rows = parseCsv(strFromU8(bytes));
  if (!Array.isArray(rows)) throw new Error(rows.detail);
  return rows;
};
const columnOf = (rows: string[][], name: string): string[] => rows.slice(1).map((row) => row[rows[0]!.indexOf(name)]!);

describe('the file for Danish Excel', () => {
  it('begins with a mark, parts cells by semicolons, ends lines by CRLF and writes decimals with a comma', async () => {
    const { files, headers } = await download('excel-danish');
    expect(Object.keys(files).sort()).toEqual(['README.txt', 'codebook.csv', 'data.csv']);
    expect(headers['content-type']).toBe('application/zip');
    expect(headers['content-disposition']).toBe('attachment; filename=peer-simulated-excel-danish-2026-05-20.zip');
    for (const bytes of Object.values(files)) {
      expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      expect(strFromU8(bytes)).not.toMatch(/[^\r]\n/);
      expect(strFromU8(bytes)).toMatch(/\r\n$/);
    }
    const data = strFromU8(files['data.csv']!);
    expect(data.split('\r\n')[0]).toMatch(/^participant;arm;site;screening_age;group;baseline_day;/);
    expect(data).not.toMatch(/\d\.\d/);
    expect(columnOf(rowsOf(files['data.csv']!), 'qpr15_total_end').some((cell) => /^\d+,\d+$/.test(cell))).toBe(true);
    expect(strFromU8(files['README.txt']!)).toMatch(/made on: 20-05-2026/);
  });
});

describe('the file for statistics programs', () => {
  it('has no mark, parts cells by commas, ends lines by LF and keeps all digits after a point', async () => {
    const { files } = await download('statistics');
    expect(Object.keys(files).sort()).toEqual(['README.txt', 'codebook.csv', 'data.csv', 'plan.json']);
    for (const bytes of Object.values(files)) {
      expect([...bytes.slice(0, 3)]).not.toEqual([0xef, 0xbb, 0xbf]);
      expect(strFromU8(bytes)).not.toContain('\r');
    }
    const rows = rowsOf(files['data.csv']!);
    expect(rows).toHaveLength(1 + PEOPLE - 1);
    const prorated = columnOf(rows, 'qpr15_total_end').filter((cell) => cell.includes('.'));
    expect(prorated.length).toBeGreaterThan(0);
    // Fourteen answers stand for fifteen: a value of the form 15 k / 14, to the last digit.
    for (const cell of prorated) expect(Number(cell)).toBe((15 * Math.round((Number(cell) * 14) / 15)) / 14);
    expect(strFromU8(files['README.txt']!)).toMatch(/made on: 2026-05-20/);
  });

  it('gives every missing score its reason, and every column its line in the codebook', async () => {
    const { files } = await download('statistics');
    const rows = rowsOf(files['data.csv']!);
    const codebook = rowsOf(files['codebook.csv']!);
    expect(codebook.slice(1).map(([name]) => name)).toEqual(rows[0]);
    const scores = rows[0]!.filter((name) => rows[0]!.includes(`${name}_missing`));
    expect(scores).toHaveLength(8);
    for (const name of scores) {
      const reasons = columnOf(rows, `${name}_missing`);
      columnOf(rows, name).forEach((cell, row) => expect([cell, reasons[row]].filter((one) => one === '')).toHaveLength(1));
    }
    expect(new Set(columnOf(rows, 'qpr15_total_end_missing'))).toContain('window-missed');
  });
});

describe('the workbook', () => {
  const workbook = async (language?: 'da' | 'en') => {
    const { body, headers } = await manager
      .post(EXPORTS)
      .send({ preset: 'excel-workbook', ...(language && { language }) })
      .buffer(true)
      .parse(binary as never)
      .expect(200);
    const book = new Workbook();
    await book.xlsx.load(body as never);
    return { book, headers, bytes: body as Buffer };
  };
  const cellsOf = (sheet: Worksheet): CellValue[][] =>
    (sheet.getSheetValues() as CellValue[][]).slice(1).map((row) => (row ?? []).slice(1));

  it('has the data, the answers in words, the codebook and what the file is, in the language asked for', async () => {
    const { book, headers } = await workbook('en');
    expect(headers['content-type']).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(headers['content-disposition']).toBe('attachment; filename=peer-simulated-excel-workbook-2026-05-20.xlsx');
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Data', 'Answers in words', 'Codebook', 'About']);
    expect((await workbook()).book.worksheets.map(({ name }) => name)).toEqual(['Data', 'Svar i ord', 'Kodebog', 'Om filen']);
  });

  it('holds what the file for statistics programs holds, numbers as numbers and text as text', async () => {
    const { book } = await workbook('en');
    const [header, ...rows] = cellsOf(book.getWorksheet('Data')!);
    const csv = rowsOf((await download('statistics')).files['data.csv']!);
    expect(header).toEqual(csv[0]);
    expect(rows).toHaveLength(csv.length - 1);
    const numbersOf = (name: string) => rows.map((row) => row[header!.indexOf(name)]).filter((cell) => cell !== undefined);
    for (const name of ['qpr15_total_end', 'baseline_day', 'screening_age']) {
      const own = numbersOf(name);
      expect(own.length).toBeGreaterThan(0);
      expect(own.every((cell) => typeof cell === 'number')).toBe(true);
      const sorted = (list: readonly unknown[]) => list.map(Number).sort((a, b) => a - b);
      expect(sorted(own)).toEqual(sorted(columnOf(csv, name).filter((cell) => cell !== '')));
    }
    expect(numbersOf('baseline_day').some((cell) => Number(cell) < 0)).toBe(true);
  });

  it('says codes in words on the second sheet, and wakes no formula there', async () => {
    const { book } = await workbook('da');
    const [header, ...rows] = cellsOf(book.getWorksheet('Svar i ord')!);
    const arms = new Set(rows.map((row) => row[header!.indexOf('arm')]));
    expect(arms).toContain(`'${FORMULA}`);
    expect([...new Set(rows.map((row) => row[header!.indexOf('baseline_submitted')]))].sort()).toEqual(['Ja']);
    book.eachSheet((sheet) => sheet.eachRow((row) => row.eachCell((cell) => expect(cell.formula).toBeUndefined())));
  });

  it('is recorded as a fact with its hash', async () => {
    const { bytes } = await workbook('en');
    const { rows } = await server.test.owner.query(
      `SELECT payload FROM audit.fact f JOIN audit.fact_payload p ON p.fact = f.id WHERE f.kind = 'exported' ORDER BY position DESC LIMIT 1`,
    );
    expect(rows[0].payload).toMatchObject({
      preset: 'excel-workbook',
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });
});

describe('every export', () => {
  it('calls itself pseudonymised personal data, and says that it is simulated', async () => {
    for (const preset of ['excel-danish', 'statistics'] as const) {
      const readme = strFromU8((await download(preset)).files['README.txt']!);
      expect(readme).toContain('pseudonymised (personal data)');
      expect(readme).not.toMatch(/anonym(?!iser)|anonymous/i);
      expect(readme).toContain('SIMULATED DATA');
    }
  });

  it('holds no name, address, telephone, code, database id, site name or date', async () => {
    const { files } = await download('statistics');
    const text = Object.values(files)
      .map((bytes) => strFromU8(bytes))
      .join('\n');
    for (const word of Object.values(CANARY)) expect(text).not.toContain(word);
    for (const { participant, code } of people) {
      expect(text).not.toContain(participant);
      expect(text).not.toContain(code);
    }
    expect(strFromU8(files['data.csv']!)).not.toMatch(/aalborg|silkeborg|\d{4}-\d{2}-\d{2}/i);
    const sites = new Set(columnOf(rowsOf(files['data.csv']!), 'site'));
    expect([...sites].sort()).toEqual(['S1', 'S2']);
  });

  it('shares no code of a person with another, and stands in an order of its own', async () => {
    const [one, other] = [await download('statistics'), await download('statistics')].map(({ files }) =>
      rowsOf(files['data.csv']!),
    );
    const [codes, others] = [columnOf(one!, 'participant'), columnOf(other!, 'participant')];
    expect(new Set([...codes, ...others]).size).toBe(2 * codes.length);
    expect(codes).toEqual([...codes].sort());
    // Without the codes the two hold the same rows, in another order.
    // Groups have codes of this file alone, too.
    const group = one![0]!.indexOf('group');
    const groupsIn = ([, ...rows]: string[][]) => new Set(rows.map((row) => row[group]!).filter((code) => code !== ''));
    expect(groupsIn(one!).size).toBeGreaterThan(1);
    expect([...groupsIn(one!)].filter((code) => groupsIn(other!).has(code))).toEqual([]);
    const bare = (rows: string[][]) => rows.slice(1).map((row) => row.slice(1).join());
    expect(bare(one!)).not.toEqual(bare(other!));
    const apart = (rows: string[][]) => bare(rows.map((row) => row.filter((_, column) => column !== group))).sort();
    expect(apart(one!)).toEqual(apart(other!));
  });

  it('is a fact with the file’s own hash, before the file is sent', async () => {
    const { zip } = await download('excel-danish');
    const fact = (await server.facts(trialStream(TRIAL))).at(-1)!;
    expect(fact).toMatchObject({
      kind: 'exported',
      payload: { preset: 'excel-danish', rows: PEOPLE - 1, sha256: createHash('sha256').update(zip).digest('hex') },
    });
    const { rows } = await server.test.owner.query(
      'SELECT sha256, cutoff::int FROM research.export ORDER BY from_position DESC LIMIT 1',
    );
    expect(rows[0]).toEqual({ sha256: fact.payload!.sha256, cutoff: fact.payload!.cutoff });
  });

  it('leaves out who asked to be let out, and counts them', async () => {
    expect(strFromU8((await download('statistics')).files['README.txt']!)).toContain(`rows: ${PEOPLE - 1}, withheld: 1`);
  });
});

describe('text that a spreadsheet would run', () => {
  it('is neutralised in the codebook, and comes back whole', async () => {
    for (const preset of ['excel-danish', 'statistics'] as const) {
      const rows = rowsOf((await download(preset)).files['codebook.csv']!);
      for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      const label = rows.find(([name]) => name === 'baseline_submitted')!;
      expect(label[1]).toBe(`''Start; "først": afleveret`);
      expect(label[2]).toBe(`'-2+3: handed in`);
      expect(restore(label[1]!)).toBe(`'Start; "først": afleveret`);
      expect(rows.find(([name]) => name === 'arm')![4]).toBe(`peer = ${FORMULA} | usual = Sædvanlig hjælp`);
    }
  });

  it('is marked once and can be taken back, for every kind of beginning; other text is untouched', () => {
    const risky = ['=1+1', '+1', '-1', '@x', '\tx', '\rx', '\nx', '\0x', '＝1', '＋1', '－1', '＠x', "'already", "''"];
    for (const text of risky) {
      expect(neutralise(text)).toBe(`'${text}`);
      expect(restore(neutralise(text))).toBe(text);
    }
    for (const text of ['', 'a=b', '1-2', ' =1', 'æ']) {
      expect(neutralise(text)).toBe(text);
      expect(restore(text)).toBe(text);
    }
  });

  it('never includes a negative number', async () => {
    for (const preset of ['excel-danish', 'statistics'] as const) {
      const days = columnOf(rowsOf((await download(preset)).files['data.csv']!), 'baseline_day');
      expect(new Set(days)).toEqual(new Set(['-1']));
    }
    const row = [[-3, -0.5, '-3', null, 'a;b', 'a,b', 'a"b', 'a\nb']];
    expect(csvBytes(row, PRESETS['excel-danish']).toString()).toBe(`\ufeff-3;-0,5;'-3;;"a;b";a,b;"a""b";"a\nb"\r\n`);
    expect(csvBytes(row, PRESETS.statistics).toString()).toBe(`-3,-0.5,'-3,,a;b,"a,b","a""b","a\nb"\n`);
  });

  it('logs no fault along the way', () => expect(server.faults).toEqual([]));
});

function binary(response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}
