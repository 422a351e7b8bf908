import fc from 'fast-check';
import { readCsv } from '#analysis/data/read-csv';
import { parseCsv } from '#analysis/data/parse-csv';

const columns = (text: string, kinds = {}) => {
  const table = readCsv(text, kinds);
  if ('problems' in table) throw new Error(table.problems.map((problem) => problem.detail).join(' '));
  return Object.fromEntries(table.columns.map((column) => [column.name, column.values]));
};
const problems = (text: string, kinds = {}) => {
  const table = readCsv(text, kinds);
  return 'problems' in table ? table.problems.map(({ code, row, column }) => ({ code, row, column })) : [];
};

describe('reading a data file', () => {
  it('takes commas or semicolons, either line end, a byte order mark, and empty as missing', () => {
    const expected = { id: [1, 2], arm: ['peer', null], score: [-0.5, null] };
    expect(columns('id,arm,score\n1,peer,-0.5\n2,,\n')).toEqual(expected);
    expect(columns('\ufeffid;arm;score\r\n1;"peer";-.5\r\n2;"";')).toEqual(expected);
  });

  it('keeps commas, line ends and quotation marks that stand within quotation marks', () => {
    expect(columns('a,b\n"x, ""y""\nz",1\n\n')).toEqual({ a: ['x, "y"\nz'], b: [1] });
  });

  it('lets a column of codes be text when the plan says so', () => {
    expect(columns('arm,y\n0,1\n1,2\n', { arm: 'text' })).toEqual({ arm: ['0', '1'], y: [1, 2] });
  });

  it('gives back what was written, whatever the cells hold', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', ' ', 'å') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const written = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(parseCsv(`"n1","n2"\r\n${written}\r\n`)).toEqual([['n1', 'n2'], ...rows]);
      }),
      { seed: 20267 },
    );
  });

  it.each([
    ['an empty file', '', {}, { code: 'empty-file', row: null, column: null }],
    ['a column without a name', 'a,\n1,2', {}, { code: 'unnamed-column', row: 1, column: null }],
    ['two columns of one name', 'a,a\n1,2', {}, { code: 'column-twice', row: 1, column: 'a' }],
    ['a row with a cell too few', 'a,b\n1,2\n3\n', {}, { code: 'ragged-row', row: 3, column: null }],
    ['a word where a number must be', 'a,b\n1,2\nNA,3\n', { a: 'number' }, { code: 'not-a-number', row: 3, column: 'a' }],
    ['a decimal comma', 'a;b\n1;"2,5"\n', { b: 'number' }, { code: 'not-a-number', row: 2, column: 'b' }],
    ['a number too large for a double', 'a\n1e999\n', { a: 'number' }, { code: 'not-a-number', row: 2, column: 'a' }],
    ['a quotation mark never closed', 'a,b\n"1,2\n', {}, { code: 'malformed-csv', row: 2, column: null }],
    ['a quotation mark inside a cell', 'a,b\n1"2,3\n', {}, { code: 'malformed-csv', row: 2, column: null }],
    ['text after a closing quotation mark', 'a,b\n"1"2,3\n', {}, { code: 'malformed-csv', row: 2, column: null }],
  ])('refuses %s, naming the row and the column', (_, text, kinds, expected) => {
    expect(problems(text, kinds)).toEqual([expected]);
  });

  it('says how to write a decimal comma', () => {
    const table = readCsv('b\n"2,5"\n', { b: 'number' });
    expect('problems' in table && table.problems[0]!.detail).toBe(
      'Row 2, column “b”: “2,5” is not a number. Write it with a decimal point.',
    );
  });

  it('stops telling after twenty problems', () => {
    expect(problems(`a\n${'x\n'.repeat(100)}`, { a: 'number' })).toHaveLength(20);
  });
});
