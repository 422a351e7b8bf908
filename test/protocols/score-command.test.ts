import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instrumentNames } from '#protocols/instruments/registry';
import { run as lodtraek } from '#server/commands/main';
import { scoreCommand } from '#server/commands/score';
import { makeTempFolder } from '../support/temp-folder';

/** Runs the command on answers held in memory. */
async function run(instrument: string, answers: unknown, options: { json?: boolean; prorated?: boolean } = {}) {
  const [out, err]: string[][] = [[], []];
  const files: Record<string, string> = { '-': typeof answers === 'string' ? answers : JSON.stringify(answers) };
  const code = await scoreCommand(
    { instrument, answers: '-', json: true, prorated: false, ...options },
    {
      out: (text) => out!.push(text),
      err: (text) => err!.push(text),
      readFile: (path) => Promise.resolve(files[path]!),
    },
  );
  return { code, out: out!.join('\n'), err: err!.join('\n') };
}
const read = async (...input: Parameters<typeof run>) => {
  const { code, out, err } = await run(...input);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as { scores: Record<string, number | null>; refused: object; flags: object };
};
const answers = (codes: (number | null | 'na')[], ids = codes.map((_, index) => String(index + 1))) =>
  Object.fromEntries(codes.map((code, index) => [ids[index], code]));

describe('lodtraek score', () => {
  it('prints exact scores, flags, and why a score was refused', async () => {
    expect(await read('phq-9', answers([2, 2, null, 3, 1, 2, 1, 0, 0]))).toEqual({
      scores: { total: 12.375, 'phq-8': null, 'phq-2': 4 },
      refused: { 'phq-8': 'too-many-missing' },
      flags: { 'item-9': 'no' },
    });
    expect(await read('phq-9', answers([null, null, null, 0, 0, 0, 0, 0, 1]))).toEqual({
      scores: { total: null, 'phq-8': null, 'phq-2': null },
      refused: { total: 'too-many-missing', 'phq-8': 'too-many-missing', 'phq-2': 'too-many-missing' },
      flags: { 'item-9': 'yes' },
    });
    expect((await read('gad-7', answers([2, 3, 2, 1, null, 1, 1]))).scores.total).toBe(70 / 6);
    expect((await read('who-5', answers([3, 2, 3, 1, 4]))).scores).toEqual({ total: 52, raw: 13 });
    expect((await read('pcl-5', answers(Array<number>(20).fill(4)))).flags).toEqual({ provisional: 'yes' });
  });

  it('takes an array and gives an array, and an empty one for none', async () => {
    const two = (await read('ucla-3', [answers([1, 1, 1]), answers([3, null, 3])])) as unknown as { scores: object }[];
    expect(two.map(({ scores }) => scores)).toEqual([{ total: 3 }, { total: null }]);
    expect(await read('t-ils', [])).toEqual([]);
  });

  it('takes "na" where the item allows it', async () => {
    expect((await read('wsas', answers(['na', 3, 5, 2, 4]))).scores).toEqual({ total: 17.5 });
    const { code, err } = await run('wsas', answers([4, 'na', 5, 2, 4]));
    expect([code, err]).toEqual([
      2,
      '-: Item 2 has no code "na" (unknown-code). Write 0, 1, 2, 3, 4, 5, 6, 7, 8, or null where unanswered.',
    ]);
  });

  it('prorates where asked to and the instrument offers it, nowhere else', async () => {
    const fourteen = answers([2, 1, 3, 2, 2, 3, 3, 2, 3, 3, 2, 2, 2, 2, null]);
    expect((await read('qpr-15', fourteen)).scores.total).toBeNull();
    expect((await read('qpr-15', fourteen, { prorated: true })).scores.total).toBe(480 / 14);
    expect((await read('rses', answers([2, 1, 2, null, 1, 2, 2, 1, 1, 2]), { prorated: true })).scores.total).toBeNull();
  });

  it('keeps the items of the six-item scale by their numbers of the longer one', async () => {
    const six = ['3', '4', '7', '8', '9', '10'];
    expect((await read('djg-6', answers([null, 2, 3, 3, 3, 1], six))).scores).toEqual({ total: 2, emotional: null, social: 1 });
  });

  it('prints a table for reading, rounded, with bands and the reason where there is no score', async () => {
    const { out } = await run('phq-9', answers([2, 2, null, 3, 1, 2, 1, 0, 0]), { json: false });
    expect(out).toMatch(/^total +12\.38 +of 0 to 27 +Depression, 0–27; Moderate$/m);
    expect(out).toMatch(/^phq-8 +– +no score: 1 unanswered \(3\), 0 allowed/m);
    expect(out).toMatch(/^item-9 +no +Thoughts of death or self-harm$/m);
    const { out: many } = await run('gse', [answers(Array<number>(10).fill(1)), {}], { json: false });
    expect(many).toMatch(/Set 1[^]*Set 2/);
    expect((await run('ons-loneliness', { '1': 2 }, { json: false })).out).toMatch(/no score here/);
  });

  it.each([
    ['an unknown instrument', 'sf-12', {}, /^There is no instrument "sf-12"\. Those known are .*gad-7.*ucla-3.*who-5/],
    ['an unknown item', 'gse', { '11': 1 }, /^-: gse has no item "11" \(unknown-item\)\. Its items are 1, 2/],
    ['an unknown item with an impossible answer', 'gse', { x: 'y' }, /^-: gse has no item "x"/],
    ['a wrong code', 'who-5', { '2': 6 }, /^-: Item 2 has no code 6 \(unknown-code\)\. Write 0, 1, 2, 3, 4, 5, or null/],
    ['a code in quotation marks', 'who-5', { '2': '3' }, /^-: Item 2 has no code "3" \(unknown-code\)/],
    ['a number outside a scale', 'eq-5d-5l', { vas: 101 }, /no code 101 .* Write a whole number from 0 to 100/],
    ['what is not JSON', 'who-5', '{"1": 3', /^-: This is not JSON: /],
    ['JSON that is no set of answers', 'who-5', '3', /^-: Answers are an object of item and code/],
    ['a set in an array', 'who-5', [{ '1': 3 }, { '1': 9 }], /^-, set 2: Item 1 has no code 9/],
    ['an array in an array', 'who-5', [[]], /^-, set 1: Answers are an object/],
  ])('refuses %s in one sentence', async (_, instrument, given, sentence) => {
    const { code, out, err } = await run(instrument, given);
    expect([code, out, err.split('\n')]).toEqual([2, '', [expect.stringMatching(sentence)]]);
  });

  it('knows every instrument by its names', async () => {
    for (const name of instrumentNames()) expect((await run(name, {})).code).toBe(0);
  });

  it('reads a file named on the command line, asks for one where none is named, and explains itself', async () => {
    const { folder, remove } = makeTempFolder('score');
    const file = join(folder, 'answers.json');
    writeFileSync(file, JSON.stringify(answers([1, 1, 2, 1, 0, 1, 1])));
    const call = async (...argv: string[]) => {
      const said: string[] = [];
      const io = { out: (text: string) => void said.push(text), err: (text: string) => void said.push(text) };
      return { code: await lodtraek(['score', ...argv], io), said: said.join('\n') };
    };
    const scored = await call('gad-7', '--answers', file, '--json');
    expect([scored.code, JSON.parse(scored.said)]).toEqual([0, { scores: { total: 7, 'gad-2': 2 }, refused: {}, flags: {} }]);
    expect(await call('gad-7')).toMatchObject({ code: 2, said: expect.stringContaining('--answers') });
    const absent = await call('gad-7', '--answers', `${file}.none`);
    expect(absent).toEqual({ code: 2, said: `There is no file ${file}.none. Check the name and the folder.` });
    const help = await call('--help');
    expect(help.code).toBe(0);
    for (const word of ['"na"', '--prorated', 'phq-9', 'ucla-3', 'unknown']) expect(help.said).toContain(word);
    await remove();
  });
});
