import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetOf, type TrialRows } from '#analysis/data/dataset';
import { variablesOf } from '#analysis/data/variables';
import type { Protocol } from '#protocols/model/protocol';

const file = join(__dirname, '../../protocols/trials/peer-simulated/1.0.0.json');
const protocol = JSON.parse(readFileSync(file, 'utf8')) as Protocol;
protocol.waves = protocol.waves.slice(0, 1).map((wave) => ({ ...wave, instruments: ['eq-5d-5l', 'ons4', 'wsas'] }));
const wave = protocol.waves[0]!.id;
const at = '2026-01-05T10:00:00.000Z';
const answer = (instrument: string, item: string, code: number | null, blank: 'not-applicable' | null = null) => {
  return { participant: 'a', wave, instrument, item, code, blank, late: false, at };
};
const names = {
  participant: (id: string) => id,
  site: (id: string) => id,
  cohort: (id: string) => id,
  group: (id: string) => id,
  household: (id: string) => id,
};

describe('the dataset of questions of other kinds', () => {
  const rows: TrialRows = {
    allocations: [{ participant: 'a', version: protocol.version, site: 's', arm: protocol.arms[0]!.id, cohort: 'c', at }],
    responses: [
      ...['1', '2', '3', '4', '5'].map((item) => answer('eq-5d-5l', item, 1)),
      answer('eq-5d-5l', 'vas', 70),
      answer('wsas', '1', null, 'not-applicable'),
      ...['2', '3', '4', '5'].map((item, index) => answer('wsas', item, [3, 5, 2, 4][index]!)),
    ],
    groups: [],
    leavings: [],
    screenings: [],
    submissions: [],
    changes: [],
    unblindings: [],
    households: [],
    mishaps: [],
    withheld: [],
  };
  const variables = variablesOf(datasetOf(rows, protocol, new Map()), protocol, names);
  const of = (name: string) => variables.find(({ column }) => column.name === name)!;

  it('keeps a number with its range and without a list of codes, and an index beside it', () => {
    expect([of(`eq5d5l_vas_${wave}`).range, of(`eq5d5l_vas_${wave}`).codes]).toEqual([[0, 100], []]);
    expect(of(`eq5d5l_vas_${wave}`).column.values).toEqual([70]);
    expect(of(`eq5d5l_total_${wave}`).column.values).toEqual([1]);
  });

  it('words the ends of a rating and numbers the rest', () => {
    expect(
      of(`ons4_1_${wave}`)
        .codes.map(({ label }) => label.en)
        .slice(0, 2),
    ).toEqual(['Not at all satisfied', '1']);
    expect(of(`ons4_1_${wave}`).codes).toHaveLength(11);
  });

  it('keeps "does not concern me" as the reason of a blank, and scores by the rule that allows it', () => {
    expect(of(`wsas_1_${wave}`).column.values).toEqual([null]);
    expect(of(`wsas_${wave}_blanks`).column.values).toEqual(['1=not-applicable']);
    expect(of(`wsas_total_${wave}`).column.values).toEqual([17.5]);
  });
});
