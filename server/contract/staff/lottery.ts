import { Type } from '@sinclair/typebox';
import type { Scheme } from '#protocols/model/scheme';
import { endpoint } from '../endpoint';
import { Code, Digest, InTrial, Instant, Nullable, object, OfParticipant } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

/**
 * facts: something recorded does not fit its hash or the one before. places: a stratum's places have a gap or a double. commitments and
 * seeds: one is missing or another. tables: what people read differs from what was recorded. kept: what was whole before is not the same.
 */
const Fault = Type.Union(
  (['facts', 'places', 'commitments', 'seeds', 'tables', 'kept'] as const).map((code) => Type.Literal(code)),
);

export const readLottery = endpoint({
  id: 'readLottery',
  method: 'GET',
  path: '/api/staff/trials/:trial/lottery',
  who: ['coordinator', 'researcher', 'custodian', 'data-manager', 'monitor', 'administrator'],
  summary:
    'Whether the lottery was intact at the last look, which is taken every five minutes. What the look covered is told to those who watch; the scheme to those who design it.',
  params: InTrial,
  reply: object({
    state: Type.Union(
      (['intact', 'broken', 'late', 'unchecked'] as const).map((state) => Type.Literal(state)),
      {
        description: 'late: the last look found nothing wrong, but is more than an hour old. unchecked: nobody has looked yet.',
      },
    ),
    checkedAt: Nullable(Instant),
    wrong: Type.Array(object({ code: Fault, n: Type.Integer({ minimum: 1 }) })),
    wrongSince: Nullable(Instant),
    locked: Type.Boolean(),
    proof: Nullable(
      object({
        facts: Type.Integer(),
        lots: Type.Integer(),
        /** All that the lottery rests on, in one running hash. */
        head: Digest,
        lotteries: Type.Array(object({ scheme: Type.String(), commitment: Digest, at: Instant })),
        checkpoint: Nullable(object({ number: Type.Integer(), at: Instant })),
      }),
    ),
    design: Nullable(
      object({
        /** As the protocol's own; which parameters there are follows from the method. */
        scheme: Type.Unsafe<Scheme>(Type.Record(Type.String(), Type.Unknown())),
        n: Type.Integer(),
        strata: Type.Integer(),
        balancedBy: Type.Array(object({ id: Type.String(), levels: Type.Integer() })),
        unit: Type.Union([Type.Literal('participant'), Type.Literal('household'), Type.Literal('cluster')]),
        alpha: Type.Number(),
      }),
    ),
  }),
  problems: common,
});

export const readReceipt = endpoint({
  id: 'readReceipt',
  method: 'GET',
  path: '/api/staff/trials/:trial/participants/:participant/allocation/receipt',
  who: ['coordinator'],
  summary: 'A signed receipt of one allocation, to be kept: after the lock it must be found in the lottery’s bundle.',
  params: OfParticipant,
  reply: object({
    lodtraekReceipt: Type.Literal(1),
    trial: Type.String(),
    participant: Code,
    at: Instant,
    arm: Type.String(),
    seq: Type.Integer({ minimum: 1 }),
    fact: Digest,
    publicKey: Digest,
    signature: Type.String({ pattern: '^[0-9a-f]{128}$' }),
  }),
  problems: [...common, 'not-drawn'],
});

export const listCommitments = endpoint({
  id: 'listCommitments',
  method: 'GET',
  path: '/api/staff/trials/:trial/lottery/commitments',
  who: ['monitor', 'data-manager', 'researcher', 'custodian'],
  summary:
    'A signed list of what every lot was committed to, under a secret nonce, to be kept by those who must not know an arm: after the lock each must be opened in the lottery’s bundle.',
  params: InTrial,
  reply: object({
    lodtraekCommitments: Type.Literal(1),
    trial: Type.String(),
    lots: Type.Array(object({ participant: Code, at: Instant, commitment: Digest })),
    publicKey: Digest,
    signature: Type.String({ pattern: '^[0-9a-f]{128}$' }),
  }),
  problems: common,
});

export const bundleLottery = endpoint({
  id: 'bundleLottery',
  method: 'POST',
  path: '/api/staff/trials/:trial/lottery/bundle',
  who: ['researcher', 'custodian'],
  stepUp: true,
  summary:
    'After the lock: the seeds are revealed, and everything an outsider needs to draw every lot again comes as one zip. Verified by "lodtraek verify", verify.mjs or verify.html.',
  params: InTrial,
  file: ['application/zip'],
  reply: Type.Any(),
  problems: [...common, 'step-up-needed', 'not-locked', 'lottery-silent'],
});
