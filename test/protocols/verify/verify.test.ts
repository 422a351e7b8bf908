import type { Payload } from '#protocols/model/fact';
import type { Randomisation } from '#protocols/model/randomisation';
import { randomFrom } from '#protocols/randomisation/characteristics/random';
import { FILES } from '#protocols/verify/bundle';
import { sayVerification } from '#protocols/verify/say';
import { verifyBundle } from '#protocols/verify/verify';
import { readZip } from '#protocols/verify/zip';
import { thorough } from '../../support/thorough';
import { bundled, chained, record, type Recorded } from './made-bundle';

const base = { id: 'main', unit: 'participant' } as const;
const METHODS: Record<string, Randomisation> = {
  blocks: { ...base, method: 'permuted-blocks', sizes: [4, 6], strata: ['site', 'living'] },
  'big stick': { ...base, method: 'big-stick', tolerance: 2, strata: ['site'] },
  'drop-the-loser': { ...base, method: 'drop-the-loser', immigration: 1, strata: [] },
  minimisation: {
    ...{ ...base, method: 'minimisation', strata: [], factors: [{ id: 'site' }, { id: 'living' }] },
    ...{ measure: 'variance', p: [4, 5], burnIn: 2 },
  },
  batch: { ...base, method: 'batch', minimum: 4, strata: ['site'] },
  clusters: {
    ...{ id: 'main', unit: 'cluster', method: 'cluster', design: 'simple', strata: [] },
    clusters: [{ id: 'aalborg' }, { id: 'silkeborg' }],
  },
  households: { ...base, method: 'batch', minimum: 4, strata: ['site'], unit: 'household' },
};
const codesOf = (zip: Uint8Array) => verifyBundle(zip).findings.map(({ code }) => code);

describe('a bundle as it was made', () => {
  it.each(Object.entries(METHODS))('%s: every lot is drawn again', (_, randomisation) => {
    const result = verifyBundle(bundled(chained(record(randomisation, 15))));
    expect(result.findings).toEqual([]);
    expect(result.schemes).toMatchObject([{ scheme: 'main', method: randomisation.method, allocations: 15 }]);
    expect(sayVerification(result, 'da')[0]).toBe('Lodtrækningen er intakt. Alle 15 lod er trukket igen og gav det samme.');
    expect(sayVerification(result, 'en').at(-1)).toContain('It is not proved that nobody was kept out');
  });
});

describe('one byte changed anywhere', () => {
  const zip = bundled(chained(record(METHODS.blocks!, 8)));
  const { entries } = readZip(zip, FILES);

  /** Which file a byte of the zip belongs to, and which line of the facts; null in the directory at the end. */
  function whereIs(at: number): { entry: string; line: number | null } | null {
    let from = 0;
    for (const { name, bytes } of entries) {
      const start = from + 30 + name.length;
      if (at < start + bytes.length) {
        const isFact = name === 'facts.jsonl' && at >= start;
        const line = isFact ? bytes.subarray(0, at - start).filter((byte) => byte === 0x0a).length + 1 : null;
        return { entry: name, line };
      }
      from = start + bytes.length;
    }
    return null;
  }

  const places = thorough ? 1000 : 300;
  it(`is found, and the entry is named: ${places} random places`, () => {
    const random = randomFrom(20);
    for (let n = 0; n < places; n += 1) {
      // Half of them anywhere; the other half in the directory and the end, which are short.
      const at = n % 2 === 0 ? random() % zip.length : zip.length - 1 - (random() % 260);
      const changed = Uint8Array.from(zip);
      changed[at]! ^= 1 << (random() % 8);
      const { findings } = verifyBundle(changed);
      expect(findings.length).toBeGreaterThan(0);
      const where = whereIs(at);
      if (where) expect([at, findings.map(({ entry }) => entry)]).toEqual([at, expect.arrayContaining([where.entry])]);
      if (where && where.line !== null) expect([at, findings[0]!.line]).toEqual([at, where.line]);
    }
  }, 120_000);

  it('and so is a byte too many or too few', () => {
    expect(codesOf(Uint8Array.from([...zip, 0]))).toEqual(['file-damaged']);
    expect(codesOf(zip.subarray(0, zip.length - 1))).toEqual(['file-damaged']);
    expect(codesOf(new Uint8Array())).toContain('file-damaged');
  });
});

describe('a bundle forged as a whole, by somebody who holds the house’s key', () => {
  const forged = (change: (recorded: Recorded[]) => void, method = 'blocks') => {
    const recorded = structuredClone(record(METHODS[method]!, 12));
    change(recorded);
    return verifyBundle(bundled(chained(recorded)));
  };
  const allocations = (recorded: Recorded[]) =>
    recorded.flatMap(({ fact }) => (fact.kind === 'allocated' ? [fact.payload as Payload<'allocated'>] : []));
  const first = ({ findings }: ReturnType<typeof verifyBundle>) => findings.map(({ code, fact }) => `${code} ${fact}`)[0];
  const third = 'participant/00000000-0000-4000-8000-000000000002 3';

  it.each(['blocks', 'minimisation', 'batch', 'big stick'])('%s: another arm is found at its person', (method) => {
    const result = forged((recorded) => {
      const one = allocations(recorded)[2]!;
      one.arm = one.arm === 'peer' ? 'usual' : 'peer';
    }, method);
    expect(result.findings[0]!.code).toBe('draw-differs');
    if (method !== 'batch') expect(first(result)).toBe(`draw-differs ${third}`);
  });

  it.each([
    ['a chance', (one: Payload<'allocated'>) => (one.probabilities.peer = 0.123), 'draw-differs'],
    ['a word', (one: Payload<'allocated'>) => (one.words![0]! ^= 1), 'draw-differs'],
    ['the label', (one: Payload<'allocated'>) => (one.label[0] = 'other'), 'draw-differs'],
    ['the position', (one: Payload<'allocated'>) => (one.position += 1), 'position-differs'],
    ['a factor', (one: Payload<'allocated'>) => (one.factors.living = 'other'), 'stratum-differs'],
  ])('%s is found', (_, change, code) => {
    expect(first(forged((recorded) => void change(allocations(recorded)[2]!)))).toBe(`${code} ${third}`);
  });

  it.each([
    ['a couple drawn apart', (one: Payload<'allocated'>) => delete one.unit, 'composition-differs'],
    ['somebody put in another household', (one: Payload<'allocated'>) => (one.unit = one.cohort), 'composition-differs'],
  ])('%s is found', (_, change, code) => {
    const result = forged((recorded) => void change(allocations(recorded).find(({ unit }) => unit)!), 'households');
    expect(result.findings.map((one) => one.code)).toContain(code);
  });

  it('somebody with the lot of another site, a list that the seed does not give and a second list are found', () => {
    const site = forged((recorded) => {
      const one = allocations(recorded)[2]!;
      one.arm = one.arm === 'peer' ? 'usual' : 'peer';
    }, 'clusters');
    expect(first(site)).toBe(`draw-differs ${third}`);
    const listOf = (recorded: Recorded[]) => recorded.find(({ fact }) => fact.kind === 'clusters-drawn')!;
    const list = forged((recorded) => {
      const { lots } = listOf(recorded).fact.payload as Payload<'clusters-drawn'>;
      [lots[0]!.arm, lots[1]!.arm] = [lots[1]!.arm, lots[0]!.arm];
    }, 'clusters');
    expect(list.findings.map((one) => one.code)).toEqual(['draw-differs']);
    const twice = forged(
      (recorded) => void recorded.splice(recorded.length - 2, 0, structuredClone(listOf(recorded))),
      'clusters',
    );
    expect(twice.findings.map((one) => one.code)).toEqual(['drawn-out-of-turn']);
    const never = forged((recorded) => void recorded.splice(recorded.indexOf(listOf(recorded)), 1), 'clusters');
    expect(never.findings).toHaveLength(12);
  });

  it('a household that nobody was said to live in is found', () => {
    const result = forged((recorded) => {
      const at = recorded.findIndex(({ fact }) => fact.kind === 'household-set');
      recorded.splice(at, 1);
    }, 'households');
    expect(result.findings.map((one) => one.code)).toContain('drawn-out-of-turn');
  });

  it('somebody left out is a gap in the stratum', () => {
    const result = forged(
      (recorded) =>
        void recorded.splice(
          recorded.findIndex(({ fact }) => fact.kind === 'allocated'),
          1,
        ),
    );
    expect(result.findings[0]!.code).toBe('position-differs');
  });

  it('another seed, an early reveal, a lot after the lock, a lot without consent and a changed protocol are found', () => {
    const kind = (recorded: Recorded[], name: string) => recorded.find(({ fact }) => fact.kind === name)!;
    const another = forged((recorded) => {
      (kind(recorded, 'seed-revealed').fact.payload as { seed: string }).seed = 'ab'.repeat(32);
    });
    expect(another.findings[0]!.code).toBe('commitment-differs');
    const early = forged((recorded) => void recorded.splice(2, 0, recorded.pop()!));
    expect(early.findings.map(({ code }) => code)).toEqual(['revealed-early']);
    const late = forged((recorded) => {
      const at = recorded.findLastIndex(({ fact }) => fact.kind === 'allocated');
      recorded.push(...recorded.splice(at, 1));
    });
    expect(late.findings.map(({ code }) => code)).toEqual(['drawn-out-of-turn']);
    const unasked = forged((recorded) => void recorded.splice(recorded.indexOf(kind(recorded, 'consent-given')), 1));
    expect(unasked.findings[0]!.code).toBe('drawn-out-of-turn');
    const changed = forged((recorded) => {
      (kind(recorded, 'trial-opened').fact.payload as Payload<'trial-opened'>).protocol.target.participants += 1;
    });
    expect(changed.findings.map(({ code }) => code)).toEqual(['protocol-differs']);
    const unclosed = forged((recorded) => void recorded.splice(recorded.indexOf(kind(recorded, 'cohort-drawn')), 1), 'batch');
    expect(unclosed.findings[0]!.code).toBe('batch-unclosed');
  });
});
