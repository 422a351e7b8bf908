import { createHash } from 'node:crypto';
import { planOf } from '#analysis/data/protocol-plan';
import { canonicalise, encodeUtf8 } from '#protocols/model/canonical';
import type { OpenedProtocol } from '../context';

/** SHA-256, hex, of what two people lock: the protocol's digest and the plan of every outcome. */
export function planDigest({ digest, protocol }: OpenedProtocol): string {
  const plans = protocol.outcomes.map((outcome) => ({ outcome: outcome.id, plan: planOf(protocol, outcome) }));
  return createHash('sha256')
    .update(encodeUtf8(canonicalise({ protocol: digest, plans })))
    .digest('hex');
}
