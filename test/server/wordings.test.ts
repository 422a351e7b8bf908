import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import { wordingsCommand } from '#server/commands/wordings';
import { ConfigProblem } from '#server/config';
import { openWordings, readWordings } from '#server/wordings';
import { headingOf, handIn, startPagesTrial, type PagesTrial } from '../support/plain-forms';
import { makeTempFolder } from '../support/temp-folder';
import { walkTo } from '../support/walk';

const house = wordingOf(instrumentOf('qpr-15')!, 'da');
const study = {
  id: 'qpr-15.da.study',
  instrument: 'qpr-15',
  language: 'da',
  source: { text: 'Made up for this test', mark: 'house' },
  licence: 'Made up for this test, free to all',
  verified: true,
  verifiedBy: { role: 'researcher', on: '2026-11-02' },
  intro: null,
  stem: 'Undersøgelsens egen indledning',
  items: Object.fromEntries(house.order.map((id) => [id, `Undersøgelsens udsagn ${id}`])),
  codes: { agreement: { '0': 'Nul', '1': 'Et', '2': 'To', '3': 'Tre', '4': 'Fire' } },
  order: [...house.order].reverse(),
};
const lay = (folder: string, file: string, content: unknown) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
};

describe('a folder of wordings', () => {
  let folder: string;
  let remove: () => Promise<void>;
  beforeEach(() => {
    ({ folder, remove } = makeTempFolder('wordings'));
  });
  afterEach(() => remove());

  const check = (json = false) => {
    const out: string[] = [];
    const code = wordingsCommand({ folder, json }, { out: (text) => out.push(text), err: (text) => out.push(text) });
    return { code, out: out.join('\n') };
  };

  it.each([
    ['whose name has no trial', 'qpr-15.da.json', study, 'name'],
    ['whose name has no language', 'own/qpr-15.json', study, 'name'],
    ['too deep', 'own/more/qpr-15.da.json', study, 'name'],
    ['that is not JSON', 'own/qpr-15.da.json', '{', 'not-json'],
    ['for another instrument', 'own/gse.da.json', study, 'other-instrument'],
    ['that is half', 'own/qpr-15.da.json', { ...study, items: {} }, 'item-missing'],
  ])('with a file %s keeps the process from starting, and says what to mend', (_, file, content, code) => {
    lay(folder, file, content);
    expect(readWordings(folder)[0]!.findings.map((one) => one.code)).toContain(code);
    for (const { sentence } of readWordings(folder)[0]!.findings) expect(sentence.da).not.toBe(sentence.en);
    expect(() => openWordings(folder)).toThrow(ConfigProblem);
    expect(() => openWordings(folder)).toThrow(path.join(folder, file));
    const checked = check();
    expect(checked.code).toBe(1);
    expect(checked.out).toContain(`${file}: `);
  });

  it('gives each trial its own, and the others none', () => {
    lay(folder, 'own/qpr-15.da.json', study);
    lay(folder, 'own/NOTICE.md', 'anything');
    lay(folder, 'other/qpr-15.en.json', {
      ...study,
      id: 'qpr-15.en.study',
      language: 'en',
      verified: false,
      verifiedBy: undefined,
    });
    const wordings = openWordings(folder);
    expect(wordings('own').map(({ id }) => id)).toEqual(['qpr-15.da.study']);
    expect(wordings('other').map(({ id }) => id)).toEqual(['qpr-15.en.study']);
    expect(wordings('third')).toEqual([]);
    expect(check()).toEqual({
      code: 0,
      out: [
        'other/qpr-15.en.json: qpr-15.en.study, not verified, so not for a real trial.',
        'own/qpr-15.da.json: qpr-15.da.study, verified by researcher on 2026-11-02.',
      ].join('\n'),
    });
    expect(JSON.parse(check(true).out)).toMatchObject([
      { trial: 'other', verified: false, findings: [] },
      { id: 'qpr-15.da.study' },
    ]);
  });

  it('may be empty or absent', () => {
    expect(check().out).toMatch(/^No wordings lie in/);
    expect(openWordings(path.join(folder, 'absent'))('own')).toEqual([]);
  });
});

/** WSAS in words made up for this test, with meanings between the ends. */
const wsas = {
  ...study,
  ...{ id: 'wsas.da.study', instrument: 'wsas', order: ['1', '2', '3', '4', '5'], notApplicable: 'Jeg har ikke arbejde' },
  items: { '1': 'Et', '2': 'To', '3': 'Tre', '4': 'Fire', '5': 'Fem' },
  codes: { impairment: { '0': 'Slet ikke', '4': 'Noget', '8': 'Meget' } },
};

describe('a trial with words of its own', () => {
  let trial: PagesTrial;
  beforeAll(async () => {
    trial = await startPagesTrial(['who-5', 'qpr-15', 'wsas'], {
      id: 'own-words',
      prepare: (dataDir) => {
        lay(dataDir, 'wordings/own-words/qpr-15.da.json', study);
        lay(dataDir, 'wordings/own-words/wsas.da.json', wsas);
      },
    });
  });
  afterAll(() => trial.close());
  afterEach(() => expect(trial.server.faults.splice(0)).toEqual([]));

  it('shows them in their order, keeps their id with each answer, and leaves the others as they ship', async () => {
    const walker = await walkTo(trial.server, trial.protocol, trial.coordinator, 'screened');
    const agent = await trial.enter(walker);
    const first = await agent.get('/me/waves/baseline/1').expect(200);
    expect(headingOf(first.text)).toBe('har jeg været glad og i godt humør');
    const sixth = await agent.get('/me/waves/baseline/6').expect(200);
    expect(headingOf(sixth.text)).toBe('Undersøgelsens udsagn 15');
    expect(sixth.text).toContain('Undersøgelsens egen indledning');
    expect(sixth.text).toContain('Fire');
    expect(sixth.text).not.toContain('ordlyden leveres');
    await handIn(agent, '/me/waves/baseline/1', '/me/waves/baseline/1', { choice: '3' });
    await handIn(agent, '/me/waves/baseline/6', '/me/waves/baseline/6', { choice: '4' });
    const { text } = await agent.get('/me/waves/baseline/21').expect(200);
    expect(text).toMatch(/<span>0: Slet ikke<\/span><span>4: Noget<\/span><span>8: Meget<\/span>/);
    expect(text).toContain('Jeg har ikke arbejde');
    expect(await trial.answersOf(walker)).toMatchObject([
      { instrument: 'who-5', item: '1', wording: 'who-5.da.kl' },
      { instrument: 'qpr-15', item: '15', code: 4, wording: 'qpr-15.da.study' },
    ]);
  });
});
