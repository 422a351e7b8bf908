import type { BundledFact } from '#protocols/verify/bundle';
import type { Queryable } from '../zone';

type Row = Omit<BundledFact, 'payload' | 'nonce'> & { payload: unknown; nonce: string | null };

/** What a locked trial's lottery is proved by, in the order in which it was recorded. The database refuses it before the lock. */
export async function lotteryFacts(tx: Queryable, trial: string): Promise<BundledFact[]> {
  const rows = await tx.query<Row>('SELECT header, previous, hash, payload, nonce FROM audit.lottery_facts($1)', [trial]);
  const clusters = await tx.query<Pick<Row, 'hash' | 'payload' | 'nonce'>>(
    'SELECT hash, payload, nonce FROM audit.cluster_facts($1)',
    [trial],
  );
  const shown = new Map(clusters.map((one) => [one.hash, one]));
  return rows.map(({ header, previous, hash, ...own }) => {
    const { payload, nonce } = shown.get(hash) ?? own;
    return { header, previous, hash, ...(nonce !== null && { payload, nonce }) };
  });
}
