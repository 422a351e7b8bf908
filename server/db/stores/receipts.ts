import type { CommitmentList } from '#protocols/verify/commitments';
import type { Receipt } from '#protocols/verify/receipt';
import type { Queryable } from '../zone';

/** The fact of a participant's allocation by its hash, where the scope may see arms. */
export async function receiptOf(
  tx: Queryable,
  participant: string,
): Promise<Pick<Receipt, 'arm' | 'at' | 'seq' | 'fact'> | undefined> {
  const [row] = await tx.query<{ receipt: Pick<Receipt, 'arm' | 'at' | 'seq' | 'fact'> | null }>(
    'SELECT research.receipt_of($1) AS receipt',
    [participant],
  );
  return row?.receipt ?? undefined;
}

/** The commitment to every lot within the scope: the digest of what was drawn, under its secret nonce. No arm is read for it. */
export async function commitmentsOf(tx: Queryable, trial: string): Promise<CommitmentList['lots']> {
  const [row] = await tx.query<{ lots: CommitmentList['lots'] }>('SELECT research.commitments_of($1) AS lots', [trial]);
  return row!.lots;
}
