import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersKey, datasetOf, type Person, type TrialRows } from '#analysis/data/dataset';
import { planOf, primaryOf } from '#analysis/data/protocol-plan';
import { tableFrom, variablesOf } from '#analysis/data/variables';
import { selectRows } from '#analysis/data/select-rows';
import type { Protocol } from '#protocols/model/protocol';
import { instrumentOf } from '#protocols/instruments/registry';

const file = (trial: string): Protocol =>
  JSON.parse(readFileSync(join(__dirname, `../../protocols/trials/${trial}/1.0.0.json`), 'utf8')) as Protocol;
const protocol = file('peer-simulated');
const versions = new Map([['1.0.0', protocol]]);

const allocated = (
  participant: string,
  change: Partial<TrialRows['allocations'][number]> = {},
): TrialRows['allocations'][number] => ({
  participant,
  version: '1.0.0',
  site: 'aalborg',
  arm: 'peer',
  cohort: 'c1',
  at: '2026-03-02T09:00:00.000Z',
  ...change,
});

type Response = TrialRows['responses'][number];
const whole = (
  participant: string,
  wave: string,
  instrument: string,
  code: number,
  at = '2026-03-01T12:00:00.000Z',
): Response[] =>
  instrumentOf(instrument)!.items.map(({ id }) => ({
    participant,
    wave,
    instrument,
    item: id,
    code,
    blank: null,
    late: false,
    at,
  }));

const rowsOf = (part: Partial<TrialRows>): TrialRows => ({
  allocations: [],
  groups: [],
  leavings: [],
  responses: [],
  submissions: [],
  changes: [],
  screenings: [],
  unblindings: [],
  households: [],
  mishaps: [],
  withheld: [],
  ...part,
});
const only = (part: Partial<TrialRows>, of = protocol, by = versions): Person => datasetOf(rowsOf(part), of, by).people[0]!;
const scoreOf = (person: Person, wave: string, instrument: string) =>
  person.answers.get(answersKey(wave, instrument))!.scores.get('total');

describe('the group a person was assigned to', () => {
  const groups = [
    { participant: 'a', delivery: 'companion', group: 'not a group', begun: null },
    { participant: 'a', delivery: 'group', group: 'g1', begun: null },
    { participant: 'b', delivery: 'group', group: 'g1', begun: null },
  ];

  it('is the arm’s own component’s, and none for controls and for those never placed', () => {
    const allocations = [allocated('a'), allocated('b', { arm: 'usual' }), allocated('c')];
    const { people } = datasetOf(rowsOf({ allocations, groups }), protocol, versions);
    expect(people.map(({ participant, group }) => [participant, group])).toEqual([
      ['a', 'g1'],
      ['b', null],
      ['c', null],
    ]);
  });
});

describe('the dataset of a trial', () => {
  it('scores every instrument at every wave by the protocol’s rule', () => {
    const person = only({
      allocations: [allocated('a')],
      responses: [...whole('a', 'baseline', 'qpr-15', 2), ...whole('a', 'end', 'who-5', 3), ...whole('a', 'end', 't-ils', 1)],
    });
    expect(scoreOf(person, 'baseline', 'qpr-15')).toEqual({ value: 30 });
    expect(scoreOf(person, 'end', 'who-5')).toEqual({ value: 60 });
    expect(scoreOf(person, 'end', 't-ils')).toEqual({ value: 3 });
  });

  it('gives no score for one blank under the published rule, and a prorated one where the protocol chose that', () => {
    const responses = whole('a', 'end', 'qpr-15', 2).map((one) =>
      one.item === '4' ? { ...one, code: null, blank: 'declined' as const } : one,
    );
    const rows = { allocations: [allocated('a')], responses };
    expect(scoreOf(only(rows), 'end', 'qpr-15')).toEqual({ missing: 'declined' });
    const prorated = { ...protocol, analysis: { ...protocol.analysis, itemMissing: 'prorated' as const } };
    expect(scoreOf(only(rows, prorated), 'end', 'qpr-15')).toEqual({ value: 30 });
  });

  it('says why each score is missing: nothing answered, begun and left, stopped, never asked', () => {
    const begun = whole('a', 'end', 'qpr-15', 2).slice(0, 9);
    expect(scoreOf(only({ allocations: [allocated('a')] }), 'end', 'qpr-15')).toEqual({ missing: 'window-missed' });
    const left = only({ allocations: [allocated('a')], responses: begun });
    expect(scoreOf(left, 'end', 'qpr-15')).toEqual({ missing: 'not-reached' });
    expect(scoreOf(left, 'end', 'who-5')).toEqual({ missing: 'not-reached' });
    expect(scoreOf(left, 'baseline', 'who-5')).toEqual({ missing: 'window-missed' });

    const changes = [{ participant: 'a', change: 'no-more-data' as const, at: '2026-04-01T09:00:00.000Z' }];
    expect(scoreOf(only({ allocations: [allocated('a')], changes }), 'end', 'qpr-15')).toEqual({ missing: 'withdrawn' });
    const leaves = [{ ...changes[0]!, change: 'leaves-intervention' as const }];
    expect(scoreOf(only({ allocations: [allocated('a')], changes: leaves }), 'end', 'qpr-15')).toEqual({
      missing: 'window-missed',
    });

    const older = { ...protocol, waves: protocol.waves.map((wave) => ({ ...wave, instruments: ['qpr-15', 'who-5'] })) };
    const person = only(
      { allocations: [allocated('a', { version: '0.9.0' })] },
      protocol,
      new Map([...versions, ['0.9.0', older]]),
    );
    expect(scoreOf(person, 'end', 't-ils')).toEqual({ missing: 'not-collected' });
    expect(scoreOf(person, 'end', 'qpr-15')).toEqual({ missing: 'window-missed' });
  });

  it('never leaves a value out without a reason', () => {
    const person = only({ allocations: [allocated('a')], responses: whole('a', 'end', 'qpr-15', 1).slice(0, 3) });
    for (const { items, scores } of person.answers.values()) {
      for (const item of items.values()) expect('code' in item || item.missing !== undefined).toBe(true);
      for (const score of scores.values()) expect('value' in score || score.missing !== undefined).toBe(true);
    }
  });

  it('counts days from the draw by the Danish calendar, also over the night when the clock is changed', () => {
    // 29 March 2026 has 23 hours: 22:30 UTC on the 29th is the 30th in Denmark.
    const person = only({
      allocations: [allocated('a', { at: '2026-03-28T22:30:00.000Z' })],
      submissions: [
        { participant: 'a', wave: 'baseline', late: false, at: '2026-03-25T10:00:00.000Z' },
        { participant: 'a', wave: 'end', late: true, at: '2026-03-29T22:30:00.000Z' },
      ],
      changes: [{ participant: 'a', change: 'moved', at: '2026-04-07T08:00:00.000Z' }],
    });
    expect(person.waves.get('baseline')).toEqual({ day: -3, late: false, submitted: true });
    expect(person.waves.get('end')).toEqual({ day: 2, late: true, submitted: true });
    expect(person.change).toEqual({ change: 'moved', day: 10 });
  });

  it('counts who was erased or let out, in their arm, and shows nothing of them', () => {
    const dataset = datasetOf(
      rowsOf({
        allocations: [allocated('a'), allocated('b', { arm: 'usual' }), allocated('c', { arm: 'usual' })],
        responses: [...whole('b', 'baseline', 'qpr-15', 4), ...whole('c', 'baseline', 'qpr-15', 1)],
        withheld: ['b', 'somebody never drawn'],
      }),
      protocol,
      versions,
    );
    expect(dataset.people.map(({ participant }) => participant)).toEqual(['a', 'c']);
    expect(dataset.drawn).toEqual([
      { arm: 'peer', n: 1 },
      { arm: 'usual', n: 2 },
    ]);
    expect(dataset.withheld).toBe(1);
  });

  it('says whose arm became known, what went wrong with a draw and what was given instead; the arm is the one drawn', () => {
    const dataset = datasetOf(
      rowsOf({
        allocations: [allocated('a'), allocated('b')],
        unblindings: [
          { participant: 'a', kind: 'accident' },
          { participant: 'a', kind: 'emergency' },
        ],
        mishaps: [
          { participant: 'a', kind: 'factor-corrected', given: null },
          { participant: 'a', kind: 'allocation-forced', given: 'usual' },
          { participant: 'a', kind: 'factor-corrected', given: null },
        ],
      }),
      protocol,
      versions,
    );
    const [a, b] = dataset.people;
    expect(a).toMatchObject({
      arm: 'peer',
      unblinded: 'emergency',
      given: 'usual',
      mishaps: ['factor-corrected', 'allocation-forced'],
    });
    expect(b).toMatchObject({ unblinded: null, given: null, mishaps: [] });
  });

  it('refuses a code its instrument does not have', () => {
    const responses = whole('a', 'end', 'who-5', 9);
    expect(() => only({ allocations: [allocated('a')], responses })).toThrow(/who-5 at end/);
  });
});

describe('the columns of the dataset', () => {
  const people = ['a', 'b', 'c', 'd'];
  const dataset = datasetOf(
    rowsOf({
      allocations: people.map((id, index) =>
        allocated(id, { arm: index % 2 ? 'peer' : 'usual', site: index < 2 ? 'aalborg' : 'silkeborg' }),
      ),
      responses: people.flatMap((id, index) => [
        ...whole(id, 'baseline', 'qpr-15', 1 + (index % 2)),
        ...whole(id, 'end', 'qpr-15', index),
      ]),
    }),
    protocol,
    versions,
  );
  const names = {
    participant: (id: string) => `p${'dcba'.indexOf(id)}`,
    site: (id: string) => (id === 'aalborg' ? 'S1' : 'S2'),
    cohort: (id: string) => id,
    group: (id: string) => `g${id}`,
    household: (id: string) => `h${id}`,
  };
  const variables = variablesOf(dataset, protocol, names);
  const column = (name: string) => variables.find((one) => one.column.name === name)?.column.values;

  it('stand in the order of the file’s own codes, all of them alike', () => {
    expect(column('participant')).toEqual(['p0', 'p1', 'p2', 'p3']);
    expect(column('qpr15_total_end')).toEqual([45, 30, 15, 0]);
    expect(column('arm')).toEqual(['peer', 'usual', 'peer', 'usual']);
    expect(column('site')).toEqual(['S2', 'S2', 'S1', 'S1']);
  });

  it('have names that statistics programs take, each once, and words in both languages', () => {
    const all = variables.map((one) => one.column.name);
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) expect(name).toMatch(/^[a-z][a-z0-9_]{0,31}$/);
    for (const { label } of variables) expect([label.da, label.en].every((text) => text && text.length > 2)).toBe(true);
  });

  it('hold an empty cell and a reason where a score is missing, and a score and no reason where it is not', () => {
    expect(column('who5_total_end')).toEqual([null, null, null, null]);
    expect(column('who5_total_end_missing')).toEqual(Array(4).fill('not-reached'));
    expect(column('who5_end_blanks')).toEqual(Array(4).fill('all=not-reached'));
    expect(column('qpr15_total_end_missing')).toEqual([null, null, null, null]);
  });

  it('are the columns that the protocol’s plan asks for', () => {
    const selection = selectRows(planOf(protocol, primaryOf(protocol)), tableFrom(variables));
    expect('problems' in selection ? selection.problems : selection.analysed.total).toBe(4);
    expect(planOf(protocol, primaryOf(protocol))).toMatchObject({
      outcome: { column: 'qpr15_total_end', better: 'higher', important: 4 },
      baseline: 'qpr15_total_baseline',
      arm: { reference: 'usual', treated: 'peer' },
      strata: ['site'],
      standardErrors: 'hc3',
    });
  });

  it('hold the choices of the screening, and the plan adjusts for those the lottery was stratified by', () => {
    const text = { da: 'Bor du alene?', en: 'Do you live alone?' };
    const own: Protocol = {
      ...protocol,
      screening: [{ id: 'lives-alone', question: text, choices: ['yes', 'no'].map((id) => ({ id, title: text })) }],
      randomisation: { ...protocol.randomisation!, strata: ['site', 'lives-alone'] },
    };
    const screenings = [{ participant: 'a', answers: { age: 40, 'lives-alone': 'no' } }];
    const rows = rowsOf({ allocations: [allocated('a'), allocated('b')], screenings });
    const found = variablesOf(datasetOf(rows, own, versions), own, names).find(
      ({ column }) => column.name === 'screening_livesalone',
    );
    expect(found?.column.values).toEqual([null, 'no']);
    expect(found?.codes.map(({ code }) => code)).toEqual(['yes', 'no']);
    expect(planOf(own, own.outcomes[0]!).strata).toEqual(['site', 'screening_livesalone']);
  });

  it('adjust for the cohort where each cohort was drawn as a whole', () => {
    const rollout = file('peer-rollout');
    const plan = planOf(rollout, primaryOf(rollout));
    expect(plan.strata).toEqual(['cohort']);
    const empty = datasetOf(rowsOf({}), rollout, new Map());
    const has = variablesOf(empty, rollout, names).map((one) => one.column.name);
    expect(has).toContain('cohort');
    for (const name of [plan.outcome.column, plan.baseline!, ...plan.strata, plan.arm.column]) expect(has).toContain(name);
    expect(variables.map((one) => one.column.name)).not.toContain('cohort');
  });
});
