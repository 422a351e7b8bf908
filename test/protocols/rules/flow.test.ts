import fc from 'fast-check';
import { Change } from '#protocols/model/fact';
import { flowOf, type FlowGroup } from '#protocols/rules/flow';

const somebody: FlowGroup = {
  n: 1,
  consented: false,
  eligible: null,
  unmet: [],
  forgotten: false,
  changes: [],
  drawn: false,
  arm: null,
  answered: false,
};
const excludedAs = (group: Partial<FlowGroup>) => flowOf([{ ...somebody, ...group }], null).excluded.reasons;

describe('somebody who was not drawn', () => {
  it.each([
    ['is under way while nothing speaks against it', {}, []],
    ['said no before the consent', { changes: ['no-more-data'] }, [{ reason: 'declined', criterion: null, n: 1 }]],
    ['left after it', { consented: true, changes: ['no-more-data'] }, [{ reason: 'withdrew', criterion: null, n: 1 }]],
    ['cannot be reached', { consented: true, changes: ['lost'] }, [{ reason: 'lost', criterion: null, n: 1 }]],
    ['died', { changes: ['died'] }, [{ reason: 'died', criterion: null, n: 1 }]],
    ['never consented in time', { forgotten: true }, [{ reason: 'not-enrolled', criterion: null, n: 1 }]],
    [
      'does not meet two criteria: the first counts',
      { consented: true, eligible: false, unmet: ['adult', 'distressed'] },
      [{ reason: 'not-eligible', criterion: 'adult', n: 1 }],
    ],
    [
      'said no and cannot take part either: counted once, as they said',
      { consented: true, eligible: false, unmet: ['adult'], changes: ['no-more-data'] },
      [{ reason: 'withdrew', criterion: null, n: 1 }],
    ],
    ['only wants fewer letters', { consented: true, changes: ['fewer-contacts', 'moved'] }, []],
  ] as [string, Partial<FlowGroup>, unknown[]][])('%s', (_, group, reasons) => {
    expect(excludedAs(group)).toEqual(reasons);
  });
});

describe('somebody who was drawn', () => {
  const drawn: FlowGroup = { ...somebody, consented: true, eligible: true, drawn: true, arm: 'peer' };

  it('stays in their branch whatever they change, with what stopped them last', () => {
    const flow = flowOf(
      [
        { ...drawn, n: 3, answered: true },
        { ...drawn, n: 2, changes: ['leaves-intervention'] },
        { ...drawn, changes: ['no-more-data', 'died'] },
        { ...drawn, arm: 'usual', n: 4 },
      ],
      ['peer', 'usual'],
    );
    expect(flow.branches).toEqual([
      {
        arm: 'peer',
        allocated: 6,
        leftOffer: 2,
        stopped: { n: 1, reasons: [{ change: 'died', n: 1 }] },
        answered: 3,
        unanswered: 2,
      },
      { arm: 'usual', allocated: 4, leftOffer: 0, stopped: { n: 0, reasons: [] }, answered: 0, unanswered: 4 },
    ]);
  });

  it('is in one branch with all others where arms may not be known', () => {
    expect(flowOf([{ ...drawn, arm: null, n: 10 }], null).branches.map(({ arm, allocated }) => [arm, allocated])).toEqual([
      [null, 10],
    ]);
  });
});

describe('any people at all', () => {
  const changes = Change.anyOf.map(({ const: change }) => change);
  const group: fc.Arbitrary<FlowGroup> = fc.record({
    n: fc.integer({ min: 1, max: 500 }),
    consented: fc.boolean(),
    eligible: fc.constantFrom(true, false, null),
    unmet: fc.subarray(['adult', 'distressed']),
    forgotten: fc.boolean(),
    changes: fc.subarray(changes),
    drawn: fc.boolean(),
    arm: fc.constantFrom('peer', 'usual'),
    answered: fc.boolean(),
  });
  const sum = (numbers: readonly { n: number }[]): number => numbers.reduce((all, { n }) => all + n, 0);

  it('are each counted exactly once, by arm and pooled alike', () => {
    fc.assert(
      fc.property(fc.array(group), (groups) => {
        for (const arms of [null, ['peer', 'usual']]) {
          const flow = flowOf(groups, arms);
          expect(flow.assessed).toBe(sum(groups));
          expect(flow.excluded.n + flow.underWay + flow.drawn).toBe(flow.assessed);
          expect(sum(flow.excluded.reasons)).toBe(flow.excluded.n);
          expect(flow.branches.reduce((all, { allocated }) => all + allocated, 0)).toBe(flow.drawn);
          for (const { allocated, stopped, answered, unanswered } of flow.branches) {
            expect(stopped.n + answered + unanswered).toBe(allocated);
            expect(sum(stopped.reasons)).toBe(stopped.n);
          }
        }
      }),
    );
  });

  it('give the same flow however the database grouped them', () => {
    fc.assert(
      fc.property(fc.array(group), (groups) => {
        const split = groups.flatMap((one) =>
          one.n > 1
            ? [
                { ...one, n: 1 },
                { ...one, n: one.n - 1 },
              ]
            : [one],
        );
        expect(flowOf(split, ['peer', 'usual'])).toEqual(flowOf(groups, ['peer', 'usual']));
      }),
    );
  });
});
