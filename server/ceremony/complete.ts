import type { NewFact } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { combineShares, commitToShare, escrowOf, type Occasion, type Shares } from '#protocols/randomisation/ceremony';
import { commitTo } from '#protocols/randomisation/commitment';
import { randomisationOf } from '#protocols/rules/lottery-of';

/** The seed that two shares and the public value make, and the facts that say so: the ceremony is complete, the lottery open. */
export function complete(
  shares: Shares,
  value: string,
  protocol: Protocol,
  on: Occasion,
): { seed: Uint8Array; facts: NewFact[] } {
  const { trial, scheme, ceremony, protocolDigest } = on;
  const seed = combineShares(shares, value, on);
  const commitment = commitTo(seed, { trial, scheme, protocolDigest });
  return {
    seed,
    facts: [
      { kind: 'ceremony-completed', payload: { ceremony, escrow: commitToShare(escrowOf(shares), 'escrow', on) } },
      { kind: 'lottery-opened', payload: { scheme, method: randomisationOf(protocol).method, commitment, ceremony } },
    ],
  };
}
