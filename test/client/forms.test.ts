import type { Criterion, ScreeningItem } from '#protocols/model/protocol';
import { readCorrection } from '../../client/staff/read-correction';
import { slugOf } from '../../client/staff/paths';
import { readAnswers } from '../../client/staff/steps/read-answers';

const typed = (fields: Record<string, string>) => ({ get: (name: string) => fields[name] ?? null });

describe('the criteria as a coordinator answers them', () => {
  const text = { da: '?' };
  const questions: Criterion[] = [
    { id: 'adult', item: 'age', question: text, 'at-least': 18, unmet: text },
    { id: 'hard', item: 'everyday-hard', question: text, is: true, unmet: text },
  ];

  test('are read as numbers and as yes or no', () => {
    expect(readAnswers(questions, [], typed({ age: ' 42 ', 'everyday-hard': 'no' }))).toEqual({
      answers: { age: 42, 'everyday-hard': false },
      missing: [],
    });
  });

  test('nothing is assumed: an empty or unreadable answer is missing', () => {
    expect(readAnswers(questions, [], typed({ age: 'about 40' })).missing).toEqual(['age', 'everyday-hard']);
    expect(readAnswers(questions, [], typed({ age: '', 'everyday-hard': 'true' })).answers).toEqual({});
  });
});

describe('what else is asked at screening', () => {
  const items: ScreeningItem[] = [
    { id: 'living', question: { da: '?' }, choices: ['alone', 'together'].map((id) => ({ id, title: { da: id } })) },
  ];

  test('is read as one of its choices, and anything else is missing', () => {
    expect(readAnswers([], items, typed({ living: 'together' }))).toEqual({ answers: { living: 'together' }, missing: [] });
    for (const answer of [{}, { living: 'yes' }] as Record<string, string>[])
      expect(readAnswers([], items, typed(answer)).missing).toEqual(['living']);
  });
});

describe('a correction as a data manager types it', () => {
  const fields = {
    participant: 'P7K-3QX-4',
    wave: 'end',
    instrument: 'who-5',
    item: '3',
    code: '0',
    seen: '1',
    reason: 'typing-mistake',
    blank: 'declined',
  };
  const read = (changes: Partial<typeof fields>, isBlank = false) =>
    readCorrection(typed({ ...fields, ...changes }), isBlank, ['declined', 'technical'], ['typing-mistake']);

  test('nought is an answer, not a blank', () => {
    expect(read({}).correction).toMatchObject({ code: 0, blank: null, seen: 1 });
  });

  test('a blank has its reason and no code', () => {
    expect(read({ code: '' }, true).correction).toMatchObject({ code: null, blank: 'declined' });
  });

  test('names every field that cannot be read, and gives no correction then', () => {
    const { correction, mistakes } = read({ participant: 'P7K', instrument: '', item: ' ', code: '1,5', seen: '0', reason: '' });
    expect(correction).toBeNull();
    expect(mistakes).toEqual(['participant', 'instrument', 'item', 'code', 'seen', 'reason']);
  });
});

test('the address says which grant is in force: the role, and the site where it is for one', () => {
  expect(slugOf({ role: 'coordinator', site: 'aalborg' })).toBe('coordinator-aalborg');
  expect(slugOf({ role: 'data-manager', site: null })).toBe('data-manager');
});
