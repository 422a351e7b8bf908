import { makeEnvelope, openEnvelope } from '../../identity';
import type { Keys } from '../../keys';
import type { Entropy } from '../../seal';
import type { Queryable } from '../zone';

const TABLE = 'identity.facilitator';

export interface Facilitator {
  staff: string;
  name: string;
  telephone: string;
}

/** Keeps who somebody without an account is, sealed; `createdOn` is a date, for a time to the second would join zones. */
export async function insertFacilitator(
  identity: Queryable,
  keys: Keys,
  { staff, name, telephone }: Facilitator,
  at: { trial: string; site: string; createdOn: string },
  entropy: Entropy,
): Promise<void> {
  const envelope = makeEnvelope(keys, TABLE, staff, entropy);
  await identity.query('INSERT INTO identity.facilitator VALUES ($1, $2, $3, $4, $5, $6, $7)', [
    staff,
    at.trial,
    at.site,
    envelope.wrappedKey,
    envelope.seal('name', name),
    envelope.seal('telephone', telephone),
    at.createdOn,
  ]);
}

/** Who they are and how they are reached; somebody with an account alone is absent. */
export async function readFacilitators(
  tx: Queryable,
  keys: Keys,
  staff: readonly string[],
  entropy: Entropy,
): Promise<Map<string, Facilitator>> {
  if (staff.length === 0) return new Map();
  const rows = await tx.query<{ staff: string; name: string; telephone: string; wrapped_key: string }>(
    'SELECT staff, name, telephone, wrapped_key FROM identity.facilitator WHERE staff = ANY ($1::uuid[])',
    [staff],
  );
  return new Map(
    rows.map((row) => {
      const envelope = openEnvelope(keys, TABLE, row.staff, row.wrapped_key, entropy);
      const { staff: id } = row;
      return [id, { staff: id, name: envelope.open('name', row.name), telephone: envelope.open('telephone', row.telephone) }];
    }),
  );
}
