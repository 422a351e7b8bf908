import { Type } from '@sinclair/typebox';
import { endpoint } from '../endpoint';
import { Code, Digest, InTrial, Instant, object, OfParticipant } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

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
