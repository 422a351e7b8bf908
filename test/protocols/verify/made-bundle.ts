import { createPrivateKey, sign, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { canonicalise, encodeUtf8 } from '#protocols/model/canonical';
import { factHash, GENESIS, payloadDigest } from '#protocols/model/chain';
import type { FactHeader, NewFact } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Randomisation } from '#protocols/model/randomisation';
import { combineShares, commitToShare, escrowOf, type Occasion } from '#protocols/randomisation/ceremony';
import { commitTo } from '#protocols/randomisation/commitment';
import type { Allocated } from '#protocols/randomisation/memory';
import { drawClusters } from '#protocols/randomisation/clusters/draw-clusters';
import { drawLots } from '#protocols/randomisation/draw-lots';
import { stratumKey } from '#protocols/randomisation/stratum';
import { schemeDigestOf } from '#protocols/rules/ceremony';
import { schemeOf } from '#protocols/rules/lottery-of';
import { makeBundle, type BundledFact } from '#protocols/verify/bundle';

/** A lottery of a few people as the allocator would record it, and its bundle; a test may forge what was recorded. */
export const SEED = Uint8Array.from({ length: 32 }, (_, index) => index * 7 + 1);
const TRIAL = 'proved';
const digestOf = (value: unknown) => bytesToHex(sha256(encodeUtf8(canonicalise(value))));

const pem = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 9)]),
  format: 'der',
  type: 'pkcs8',
});
const publicKey = Buffer.from(createPublicKey(pem).export({ format: 'jwk' }).x!, 'base64url').toString('hex');

export type Recorded = { stream: string; fact: NewFact; actor?: string };

/** What two people and a public source bring; a test may bring something else. */
export interface Held {
  first: Uint8Array;
  second: Uint8Array;
  value: string;
}

function protocolWith(randomisation: Randomisation): Protocol {
  const file = join(__dirname, '..', '..', '..', 'protocols', 'trials', 'peer-simulated', '1.0.0.json');
  const protocol = JSON.parse(readFileSync(file, 'utf8')) as Protocol;
  const text = { da: 'Ét eller to?', en: 'One or two?' };
  return {
    ...protocol,
    id: TRIAL,
    screening: [{ id: 'living', question: text, choices: ['one', 'two'].map((id) => ({ id, title: text })) }],
    randomisation,
  };
}

/** What is recorded, in its order. */
export function record(randomisation: Randomisation, people: number, held?: Held): Recorded[] {
  const protocol = { ...protocolWith(randomisation), simulated: held === undefined };
  const scheme = schemeOf(protocol);
  const digest = digestOf(protocol);
  const own = `trial/${TRIAL}`;
  const bound = { scheme: 'main', protocolDigest: digest, schemeDigest: schemeDigestOf(protocol), software: 'test' };
  const on = { ...bound, trial: TRIAL, ceremony: 2 };
  const seed = held ? combineShares(held, held.value, on) : SEED;
  const steps: [NewFact, string?][] = held ? ceremonySteps(held, on, bound) : [];
  const opening: [NewFact, string?][] = [
    [{ kind: 'trial-opened', payload: { version: '1.0.0', digest, protocol, simulated: protocol.simulated } }],
    ...steps,
    [
      {
        kind: 'lottery-opened',
        payload: {
          scheme: 'main',
          method: scheme.method,
          commitment: commitTo(seed, { trial: TRIAL, scheme: 'main', protocolDigest: digest }),
          ...(held && { ceremony: 2 }),
        },
      },
    ],
  ];
  const cohort = idOf(9000);
  const recorded: Recorded[] = opening.map(([fact, actor]) => ({ stream: own, fact, ...(actor && { actor }) }));
  const ids = Array.from({ length: people }, (_, n) => idOf(n));
  const nothing = '0'.repeat(64);
  // Where households are drawn, the first four people are two couples.
  const coupleOf = (id: string) => {
    const n = ids.indexOf(id);
    return randomisation.unit === 'household' && n < 4 ? idOf(8000 + (n >> 1)) : null;
  };
  for (const id of ids) {
    const stream = `participant/${id}`;
    recorded.push(
      {
        stream,
        fact: {
          kind: 'consent-given',
          payload: { text: '1', participantSignature: nothing, informerSignature: nothing, document: nothing },
        },
      },
      { stream, fact: { kind: 'screened', payload: { answers: { age: 40 }, eligible: true, unmet: [] } } },
    );
    const household = coupleOf(id);
    if (household) recorded.push({ stream, fact: { kind: 'household-set', payload: { household } } });
  }
  const before = new Map<string, Allocated[]>();
  if (scheme.method === 'cluster') {
    const { lots, candidates, of, trace } = drawClusters(SEED, scheme, { trial: TRIAL, scheme: 'main' });
    recorded.push({ stream: own, fact: { kind: 'clusters-drawn', payload: { scheme: 'main', ...trace, candidates, of, lots } } });
    ids.forEach((participant, n) => {
      const site = protocol.sites[n % protocol.sites.length]!.id;
      const { arm, probabilities } = lots.find((lot) => lot.cluster === site)!;
      const payload = {
        ...{
          scheme: 'main',
          method: 'cluster',
          stratum: `cluster=${site}`,
          position: 1 + Math.floor(n / protocol.sites.length),
          rank: null,
        },
        ...{ cohort, arm, probabilities, factors: { site }, label: trace.label, code: 'test' },
      };
      recorded.push({ stream: `participant/${participant}`, fact: { kind: 'allocated', payload } });
    });
  } else if (scheme.method === 'batch') {
    const stratum = `cohort=${cohort}`;
    const units = [...new Set(ids.map((id) => coupleOf(id) ?? id))].map((unit) => ({
      id: unit,
      members: ids.filter((id) => (coupleOf(id) ?? id) === unit),
    }));
    const place = { trial: TRIAL, scheme: 'main', stratum, cohort, ordinal: 1 };
    const drawn = drawLots(seed, scheme, { for: 'cohort', units, ...place });
    if ('refused' in drawn) throw new Error(drawn.refused);
    const { label, words } = drawn.trace;
    drawn.lots.forEach(({ participant, arm, probabilities }, index) => {
      const unit = coupleOf(participant);
      const source = { stratum, position: index + 1, rank: index + 1, label, cohort, probabilities, arm, ...(unit && { unit }) };
      const payload = { ...source, scheme: 'main', method: 'batch', factors: { site: 'aalborg' }, code: 'test' };
      recorded.push({ stream: `participant/${participant}`, fact: { kind: 'allocated', payload } });
    });
    const composition = digestOf(units.map(({ members }) => (members.length > 1 ? members : members[0])));
    const payload = { cohort, scheme: 'main', label, words, members: people, composition };
    recorded.push({ stream: own, fact: { kind: 'cohort-drawn', payload } });
  } else {
    ids.forEach((participant, n) => {
      const factors = { site: n % 3 === 0 ? 'aalborg' : 'silkeborg', living: n % 2 === 0 ? 'one' : 'two' };
      const key = stratumKey(randomisation.strata, factors) as { key: string };
      const earlier = before.get(key.key) ?? [];
      const at = { trial: TRIAL, scheme: 'main', stratum: key.key, position: earlier.length + 1 };
      const drawn = drawLots(seed, scheme, {
        for: 'participant',
        participant,
        ...at,
        before: earlier,
        profile: { levels: factors },
      });
      if ('refused' in drawn) throw new Error(drawn.refused);
      const { arm, probabilities } = drawn.lots[0]!;
      before.set(key.key, [...earlier, { arm, levels: factors }]);
      const payload = {
        stratum: key.key,
        position: at.position,
        rank: null,
        cohort,
        arm,
        probabilities,
        factors,
        ...drawn.trace,
      };
      recorded.push({
        stream: `participant/${participant}`,
        fact: { kind: 'allocated', payload: { ...payload, scheme: 'main', method: scheme.method, code: 'test' } },
      });
    });
  }
  recorded.push(
    { stream: own, fact: { kind: 'plan-locked', payload: { plan: digest, cutoff: 9, proposer: 'staff/a' } } },
    {
      stream: own,
      fact: { kind: 'seed-revealed', payload: { scheme: 'main', seed: bytesToHex(seed), ...(held && { shares: shown(held) }) } },
    },
  );
  return recorded;
}

const shown = ({ first, second }: Held) => ({ ceremony: 2, first: bytesToHex(first), second: bytesToHex(second) });

/** A ceremony given up, then one held by two people, the value known a minute after the second is bound. */
function ceremonySteps(held: Held, on: Occasion, bound: Omit<Occasion, 'trial' | 'ceremony'>): [NewFact, string?][] {
  const announced = (ceremony: number, knownAt: string): [NewFact] => [
    { kind: 'ceremony-announced', payload: { ceremony, ...bound, source: 'drand round 1', knownAt, automatic: false } },
  ];
  const committed = (place: 'first' | 'second'): [NewFact, string] => [
    { kind: 'share-committed', payload: { ceremony: 2, place, commitment: commitToShare(held[place], place, on) } },
    `staff/${place}`,
  ];
  return [
    announced(1, '2026-02-01T00:00:00.000Z'),
    [{ kind: 'ceremony-aborted', payload: { ceremony: 1, reason: 'share-lost' } }],
    announced(2, '2026-01-01T00:06:00.000Z'),
    committed('first'),
    committed('second'),
    [{ kind: 'public-value-entered', payload: { ceremony: 2, value: held.value } }],
    [{ kind: 'share-brought', payload: { ceremony: 2, place: 'first' } }, 'staff/first'],
    [{ kind: 'share-brought', payload: { ceremony: 2, place: 'second' } }, 'staff/second'],
    [{ kind: 'ceremony-completed', payload: { ceremony: 2, escrow: commitToShare(escrowOf(held), 'escrow', on) } }],
  ];
}

/** The facts of what was recorded, chained; payloads of what the lottery does not need stay out. */
export function chained(recorded: readonly Recorded[]): BundledFact[] {
  const heads = new Map<string, { seq: number; head: string }>();
  return recorded.map(({ stream, fact, actor = 'staff/x' }, index) => {
    const { seq, head } = heads.get(stream) ?? { seq: 0, head: GENESIS };
    const nonce = bytesToHex(sha256(encodeUtf8(`nonce ${index}`)));
    const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
    const header: FactHeader = {
      ...{ id: idOf(index + 100_000), stream, seq: seq + 1, trial: TRIAL, kind: fact.kind, occurredAt: at, recordedAt: at },
      ...{ actor, grant: null, request: `r${index}`, payloadDigest: payloadDigest(nonce, fact.payload) },
    };
    const hash = factHash(head, header);
    heads.set(stream, { seq: seq + 1, head: hash });
    const isShown = !['screened', 'consent-given', 'household-set'].includes(fact.kind);
    return { header, previous: head, hash, ...(isShown && { payload: fact.payload, nonce }) };
  });
}

export const bundled = (facts: readonly BundledFact[]): Uint8Array =>
  makeBundle({ trial: TRIAL, madeAt: '2026-06-01T00:00:00.000Z', facts }, publicKey, (bytes) => sign(null, bytes, pem));

function idOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}
