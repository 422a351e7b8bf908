import type { Queryable } from '../zone';

export interface Capability {
  codeHash: string;
  link: string;
  participant: string;
  trial: string;
  createdAt: Date;
  expiresAt: Date;
}

/** A new personal link; `instead` of the participant's earlier ones, which stop working in the same statement, or `beside` them. */
export async function insertCapability(
  linkage: Queryable,
  capability: Capability,
  earlier: 'instead' | 'beside' = 'instead',
): Promise<void> {
  await linkage.query(
    `WITH ended AS (UPDATE linkage.capability SET revoked_at = $5 WHERE participant = $3 AND revoked_at IS NULL AND $7)
     INSERT INTO linkage.capability VALUES ($1, $2, $3, $4, $5, $6, NULL)`,
    [
      capability.codeHash,
      capability.link,
      capability.participant,
      capability.trial,
      capability.createdAt,
      capability.expiresAt,
      earlier === 'instead',
    ],
  );
}

/** Whose link it is, where it stands. */
export async function findCapability(
  linkage: Queryable,
  codeHash: string,
  now: Date,
): Promise<{ participant: string; trial: string } | undefined> {
  const [row] = await linkage.query<{ participant: string; trial: string }>(
    'SELECT participant, trial FROM linkage.capability WHERE code_hash = $1 AND revoked_at IS NULL AND expires_at > $2',
    [codeHash, now],
  );
  return row;
}

/** Ends every link and session of a participant: after an erasure nothing opens their way again. */
export async function endCapabilities(linkage: Queryable, participant: string, now: Date): Promise<void> {
  await linkage.query('UPDATE linkage.capability SET revoked_at = $2 WHERE participant = $1 AND revoked_at IS NULL', [
    participant,
    now,
  ]);
  await linkage.query('UPDATE linkage.session SET ended_at = $2 WHERE participant = $1 AND ended_at IS NULL', [participant, now]);
}
