import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { da } from '../../client/staff/words/da';
import { en } from '../../client/staff/words/en';
import { wordOf } from '../../client/staff/words/code-words';

const folder = path.resolve(__dirname, '../../client/staff/words');
const sources = readdirSync(folder)
  .filter((file) => /^(da|en)/.test(file))
  .map((file) => ({ file, source: readFileSync(path.join(folder, file), 'utf8') }));

/** Every sentence without a blank to fill in, by its place. */
function sentences(words: object, place = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
      if (typeof value === 'string') return [[`${place}${key}`, value] as const];
      return typeof value === 'object' && value !== null ? [...sentences(value, `${place}${key}.`)] : [];
    }),
  );
}

test('the staff pages never shout', () => {
  expect(sources.filter(({ source }) => /[^!=]!(?!=)/.test(source)).map(({ file }) => file)).toEqual([]);
});

test('nobody in a trial is called patient, subject or user', () => {
  const found = sources.flatMap(({ file, source }) =>
    [...source.matchAll(/patient|forsøgsperson|\bsubjects?\b|\busers?\b|respondent/gi)].map(([word]) => `${file}: ${word}`),
  );
  expect(found).toEqual([]);
});

test('no sentence was left in the other language', () => {
  const english = sentences(en);
  // Alike in both languages, by nature.
  const alike = [
    'product',
    'common.none',
    'forest.p',
    'forest.n',
    'protocol.note',
    'protocol.version',
    'trajectories.n',
    'codes.methods.hedges-g',
    'signIn.email',
    'top.menu',
    'codes.letters.invitation',
    'baseline.n',
    'baseline.everybody.da',
    'baseline.everybody.en',
    'codes.roles.facilitator',
    'codes.roles.monitor',
    'codes.roles.administrator',
  ];
  const same = [...sentences(da)].filter(([place, sentence]) => english.get(place) === sentence).map(([place]) => place);
  expect(same.filter((place) => !alike.includes(place) && !place.startsWith('inform.languages.'))).toEqual([]);
});

test('a code from a newer server stands as it is', () => {
  expect(wordOf(da.codes.kinds, 'allocated')).toBe('Lod trukket');
  expect(wordOf(da.codes.kinds, 'telephoned')).toBe('telephoned');
});
