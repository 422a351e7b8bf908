import type { NewFact, Payload } from '#protocols/model/fact';
import type { Randomisation } from '#protocols/model/randomisation';
import { drawSheet } from '#protocols/randomisation/sheets';
import { sayVerification } from '#protocols/verify/say';
import { verifyBundle } from '#protocols/verify/verify';
import { bundled, chained, record, SEED, type Recorded } from './made-bundle';

const base = { id: 'main', unit: 'participant' } as const;
const BLOCKS: Randomisation = {
  ...base,
  method: 'permuted-blocks',
  sizes: [4],
  strata: ['site'],
  exceptions: { replacements: 1 },
};
const OWN = 'trial/proved';
const LIST = '00000000-0000-4000-8000-00000000aaaa';
const ARMS = [
  { id: 'peer', ratio: 1 },
  { id: 'usual', ratio: 1 },
];

/** What is recorded, with facts put in after the n-th allocation; the lock stays last. */
function withMishaps(after: number, make: (people: { stream: string; drawn: Payload<'allocated'> }[]) => Recorded[]) {
  const recorded = record(BLOCKS, 8);
  const allocations = recorded.flatMap(({ fact, stream }, index) =>
    fact.kind === 'allocated' ? [{ stream, drawn: fact.payload as Payload<'allocated'>, index }] : [],
  );
  recorded.splice(allocations[after]!.index + 1, 0, ...make(allocations));
  return verifyBundle(bundled(chained(recorded)));
}
const codes = ({ findings }: ReturnType<typeof verifyBundle>) => findings.map(({ code }) => code);
const about = (stream: string, fact: NewFact): Recorded => ({ stream, fact });
const idOf = (stream: string) => stream.slice('participant/'.length);

/** Somebody consented and screened who was not drawn. */
function newcomer(): { stream: string; facts: Recorded[] } {
  const stream = 'participant/00000000-0000-4000-8000-00000000bbbb';
  const [consent, screened] = record(BLOCKS, 1).filter(({ stream: one }) => one.startsWith('participant/'));
  return { stream, facts: [about(stream, consent!.fact), about(stream, screened!.fact)] };
}

describe('mishaps replayed', () => {
  it('are counted and told, and change no lot', () => {
    const result = withMishaps(5, ([one, two, three]) => [
      about(one!.stream, {
        kind: 'factor-corrected',
        payload: { scheme: 'main', factor: 'living', used: one!.drawn.factors.living!, corrected: 'other' },
      }),
      about(two!.stream, { kind: 'allocated-twice', payload: { of: idOf(one!.stream), keep: 'both' } }),
      about(three!.stream, { kind: 'marked-in-error', payload: { reason: 'not-eligible', reportedBy: 'staff/other' } }),
      about(OWN, { kind: 'lottery-paused', payload: { reason: 'fault' } }),
      about(OWN, { kind: 'lottery-resumed', payload: {} }),
    ]);
    expect(codes(result)).toEqual([]);
    expect(result.mishaps).toEqual({
      'factor-corrected': 1,
      'allocated-twice': 1,
      'marked-in-error': 1,
      'lottery-paused': 1,
      'lottery-resumed': 1,
    });
    expect(sayVerification(result, 'da').join('\n')).toContain('trukket ved en fejl: 1');
    expect(sayVerification(result, 'en').join('\n')).toContain('No lot was changed by it');
  });

  it('a lot drawn during a pause is found', () => {
    const result = withMishaps(5, () => [about(OWN, { kind: 'lottery-paused', payload: { reason: 'safety' } })]);
    expect(codes(result)).toEqual(['drawn-while-paused', 'drawn-while-paused']);
  });

  it.each([
    ['a pause ended that never began', () => [about(OWN, { kind: 'lottery-resumed', payload: {} })]],
    [
      'a correction of a value that was not used',
      ([one]) => [
        about(one!.stream, {
          kind: 'factor-corrected',
          payload: { scheme: 'main', factor: 'living', used: 'other', corrected: 'one' },
        }),
      ],
    ],
    [
      'one person marked in error by one person alone',
      ([one]) => [about(one!.stream, { kind: 'marked-in-error', payload: { reason: 'not-eligible', reportedBy: 'staff/x' } })],
    ],
    [
      'another arm said to be drawn than was',
      ([one]) => {
        const { arm } = one!.drawn;
        const other = arm === 'peer' ? 'usual' : 'peer';
        return [about(one!.stream, { kind: 'allocation-forced', payload: { intended: other, given: arm, reason: 'no-place' } })];
      },
    ],
  ] as [string, Parameters<typeof withMishaps>[1]][])('%s is found', (_, make) => {
    expect(codes(withMishaps(5, make))).toEqual(['mishap-unfounded']);
  });
});

describe('a replacement replayed', () => {
  const given = (
    old: { stream: string; drawn: Payload<'allocated'> },
    change: Partial<Payload<'allocated-as-replacement'>> = {},
  ) => {
    const { stream, facts } = newcomer();
    const { cohort, arm, factors } = old.drawn;
    const payload = {
      scheme: 'main',
      arm,
      cohort,
      replaces: idOf(old.stream),
      factors,
      proposedBy: 'staff/y',
      code: 'test',
      ...change,
    };
    return [...facts, about(stream, { kind: 'allocated-as-replacement', payload })];
  };

  it('has the arm of whoever is replaced and the consent of two people', () => {
    expect(codes(withMishaps(3, ([one]) => given(one!)))).toEqual([]);
    const other = ({ drawn }: { drawn: Payload<'allocated'> }) => (drawn.arm === 'peer' ? 'usual' : 'peer');
    expect(codes(withMishaps(3, ([one]) => given(one!, { arm: other(one!) })))).toEqual(['mishap-unfounded']);
    expect(codes(withMishaps(3, ([one]) => given(one!, { proposedBy: 'staff/x' })))).toEqual(['mishap-unfounded']);
    expect(codes(withMishaps(3, ([one]) => given(one!).slice(2)))).toEqual(['drawn-out-of-turn']);
  });
});

describe('a sheet replayed', () => {
  const used = (change: Partial<Payload<'allocated-by-sheet'>> = {}): Recorded[] => {
    const { stream, facts } = newcomer();
    const { arm, probabilities, trace } = drawSheet(SEED, ARMS, { trial: 'proved', scheme: 'main', list: LIST, sheet: 2 });
    const payload = {
      list: LIST,
      sheet: 2,
      scheme: 'main',
      arm,
      cohort: LIST,
      ...trace,
      probabilities,
      factors: {},
      code: 'test',
    };
    return [
      about(OWN, { kind: 'sheets-made', payload: { list: LIST, scheme: 'main', site: 'aalborg', sheets: 3 } }),
      ...facts,
      about(stream, { kind: 'allocated-by-sheet', payload: { ...payload, ...change } }),
    ];
  };

  it('gives what the seed gives at that sheet, of a list that was made', () => {
    expect(codes(withMishaps(3, () => used()))).toEqual([]);
    const { arm } = drawSheet(SEED, ARMS, { trial: 'proved', scheme: 'main', list: LIST, sheet: 2 });
    expect(codes(withMishaps(3, () => used({ arm: arm === 'peer' ? 'usual' : 'peer' })))).toEqual(['draw-differs']);
    expect(codes(withMishaps(3, () => used({ sheet: 3 })))).toEqual(['draw-differs']);
    expect(codes(withMishaps(3, () => used({ sheet: 4 })))).toEqual(['mishap-unfounded']);
    expect(codes(withMishaps(3, () => used().slice(1)))).toEqual(['mishap-unfounded']);
  });
});
