import { sayVerification } from '#protocols/verify/say';
import { verifyBundle } from '#protocols/verify/verify';
import type { NewFact, Payload } from '#protocols/model/fact';
import type { Randomisation } from '#protocols/model/randomisation';
import { bundled, chained, record, type Held, type Recorded } from './made-bundle';

const blocks: Randomisation = { id: 'main', unit: 'participant', method: 'permuted-blocks', sizes: [4], strata: ['site'] };
const held: Held = {
  first: Uint8Array.from({ length: 32 }, (_, index) => index + 1),
  second: Uint8Array.from({ length: 32 }, (_, index) => 255 - index),
  value: '7f3a9c0e51d2b846',
};

/** A bundle whose chain is whole although something else was recorded. */
function verify(change: (recorded: Recorded[]) => void = () => undefined) {
  const recorded = structuredClone(record(blocks, 5, held));
  change(recorded);
  return verifyBundle(bundled(chained(recorded)));
}
const payloadOf = <K extends NewFact['kind']>(recorded: Recorded[], kind: K, nth = 0): Payload<K> =>
  recorded.filter(({ fact }) => fact.kind === kind)[nth]!.fact.payload as Payload<K>;
const codes = (change: (recorded: Recorded[]) => void) => verify(change).findings.map(({ code, fact }) => `${code} ${fact}`);
const flip = (hex: string) => hex.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));

describe('a lottery whose seed two people made', () => {
  it('is proved with its ceremonies, those given up among them', () => {
    const result = verify();
    expect(result.findings).toEqual([]);
    expect(result.ceremonies).toMatchObject([
      { ceremony: 1, end: 'aborted', reason: 'share-lost' },
      { ceremony: 2, end: 'complete', value: held.value, automatic: false },
    ]);
    expect(sayVerification(result, 'da')).toContain('Ceremoni 1: afbrudt (en andel er tabt).');
    expect(sayVerification(result, 'en')).toContain(
      'Ceremony 2: the seed is made of two people’s shares and the value 7f3a9c0e51d2b846 from "drand round 1".',
    );
  });

  const shares = (recorded: Recorded[]) => payloadOf(recorded, 'seed-revealed').shares!;
  it.each<[string, (recorded: Recorded[]) => void, string[]]>([
    [
      'a share flipped by one digit',
      (recorded) => void (shares(recorded).first = flip(shares(recorded).first)),
      ['share-differs trial/proved 5', 'escrow-differs trial/proved 10', 'seed-not-of-shares trial/proved 7'],
    ],
    [
      'another value',
      (recorded) => void (payloadOf(recorded, 'public-value-entered').value = 'chosen afterwards'),
      ['seed-not-of-shares trial/proved 7'],
    ],
    [
      'another scheme',
      (recorded) => void (payloadOf(recorded, 'ceremony-announced', 1).schemeDigest = '0'.repeat(64)),
      [
        'ceremony-of-another trial/proved 4',
        'share-differs trial/proved 5',
        'share-differs trial/proved 6',
        'escrow-differs trial/proved 10',
      ],
    ],
    [
      'a value that was known before both were bound',
      (recorded) => void (payloadOf(recorded, 'ceremony-announced', 1).knownAt = '2026-01-01T00:05:00.000Z'),
      ['ceremony-out-of-order trial/proved 7'],
    ],
    [
      'one person with both shares',
      (recorded) => void (recorded.find(({ actor }) => actor === 'staff/second')!.actor = 'staff/first'),
      ['ceremony-out-of-order trial/proved 7'],
    ],
    [
      'shares that are not shown',
      (recorded) => void delete payloadOf(recorded, 'seed-revealed').shares,
      ['shares-missing trial/proved 11'],
    ],
    [
      'people who exist and no ceremony',
      (recorded) => void delete payloadOf(recorded, 'lottery-opened').ceremony,
      ['ceremony-missing trial/proved 11'],
    ],
  ])('%s is found, and where', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  it('given up after somebody was drawn is found at everybody drawn', () => {
    const found = codes((recorded) => {
      const at = recorded.findIndex(({ fact }) => fact.kind === 'plan-locked');
      const abort: NewFact = { kind: 'ceremony-aborted', payload: { ceremony: 2, reason: 'share-seen' } };
      recorded.splice(at, 0, { stream: 'trial/proved', fact: abort });
    });
    expect(found.filter((one) => one.startsWith('drawn-out-of-turn'))).toHaveLength(5);
  });
});
