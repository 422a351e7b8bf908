import type { Protocol } from '../model/protocol';
import type { Randomisation } from '../model/randomisation';
import type { ArmShare, Scheme } from '../model/scheme';

/** The part of a protocol that says how lots are drawn. A trial that draws none is never opened, so asking it is a fault. */
export function randomisationOf({ id, randomisation }: Pick<Protocol, 'id' | 'randomisation'>): Randomisation {
  if (!randomisation) throw new RangeError(`the protocol ${id} draws no lots`);
  return randomisation;
}

/** The scheme a protocol draws by: its method's parameters with the protocol's own arms and ratios. */
export function schemeOf(protocol: Pick<Protocol, 'id' | 'randomisation' | 'arms'>): Scheme {
  return schemeFrom(randomisationOf(protocol), protocol.arms);
}

/** The scheme of a randomisation among `arms`. */
export function schemeFrom(randomisation: Randomisation, arms: readonly ArmShare[]): Scheme {
  const shares = arms.map(({ id, ratio }) => ({ id, ratio }));
  switch (randomisation.method) {
    case 'permuted-blocks':
      return { method: 'permuted-blocks', arms: shares, sizes: randomisation.sizes };
    case 'batch': {
      const { minimum, maximum } = randomisation;
      return { method: 'batch', arms: shares, minimum, ...(maximum !== undefined && { maximum }) };
    }
  }
}
