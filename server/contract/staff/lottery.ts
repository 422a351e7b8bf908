import { Type } from '@sinclair/typebox';
import { endpoint } from '../endpoint';
import { InTrial } from '../shapes';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

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
