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
