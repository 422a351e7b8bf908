import { domainOf } from '../../client/staff/results/domain-of';
import { judge } from '../../client/staff/results/judge';
import { wrap } from '../../client/staff/results/wrap';

describe('an interval in words', () => {
  test.each([
    ['wholly beyond the important difference', { lower: 4, upper: 12 }, 'higher', 4, 'clear'],
    ['beyond nought, with the important difference inside', { lower: 2.4, upper: 7.8 }, 'higher', 4, 'possible'],
    ['beyond nought, and short of the important difference', { lower: 0.5, upper: 3.9 }, 'higher', 4, 'small'],
    ['reaching the important difference exactly', { lower: 0.5, upper: 4 }, 'higher', 4, 'possible'],
    ['with nought inside', { lower: -1, upper: 9 }, 'higher', 4, 'open'],
    ['touching nought', { lower: 0, upper: 9 }, 'higher', 4, 'open'],
    ['wholly on the bad side', { lower: -9, upper: -1 }, 'higher', 4, 'harm'],
    ['of an outcome where less is better', { lower: -9, upper: -5 }, 'lower', 4, 'clear'],
    ['of an outcome where less is better, on the bad side', { lower: 1, upper: 5 }, 'lower', 4, 'harm'],
    ['where the protocol names no important difference', { lower: 1, upper: 5 }, 'higher', null, 'positive'],
  ] as const)('%s', (_case, interval, better, important, expected) => {
    expect(judge(interval, better, important)).toBe(expected);
  });
});

describe('the axis of a chart', () => {
  test('holds every value between round ends', () => {
    expect(domainOf([0, 4, -0.4, 10.3])).toEqual({ domain: [-2, 12], ticks: [-2, 0, 2, 4, 6, 8, 10, 12] });
  });

  test('exists where all values are one', () => {
    expect(domainOf([3, 3]).domain).toEqual([3, 3.1]);
  });

  test('has ticks without the dust of binary fractions', () => {
    expect(domainOf([0, 0.6]).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
  });
});

test('a label is broken at spaces, and a long word stands alone', () => {
  expect(wrap('Enkelte ubesvarede spørgsmål tilladt', 20)).toEqual(['Enkelte ubesvarede', 'spørgsmål tilladt']);
  expect(wrap('Ringkøbing-Skjern', 5)).toEqual(['Ringkøbing-Skjern']);
});
