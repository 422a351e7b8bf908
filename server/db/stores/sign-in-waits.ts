import type { Queryable } from '../zone';

/**
 * After the fifth wrong try in a row each further one waits: a minute, two, four, eight, then a quarter of an hour; from the hundredth on
 * a day. Nobody is shut out for good, and nobody guesses fast.
 */
const openAfter = (failures: string): string =>
  `CASE WHEN ${failures} < 5 THEN '-infinity'::timestamptz
        WHEN ${failures} >= 100 THEN $2::timestamptz + interval '1 day'
        ELSE $2::timestamptz + least(interval '1 minute' * power(2, ${failures} - 5), interval '15 minutes') END`;

/**
 * Takes one try for `account`. It counts as a wrong one until `forgetTries`, so that a thousand tries at once are still a thousand.
 * @returns nothing where the try may be looked at, else from when on the next one is.
 */
export async function takeTry(identity: Queryable, account: string, now: Date): Promise<Date | undefined> {
  for (;;) {
    const taken = await identity.query(
      `INSERT INTO identity.staff_wait AS w (account, failures, failed_at, open_at) VALUES ($1, 1, $2, '-infinity')
       ON CONFLICT (account) DO UPDATE SET failures = w.failures + 1, failed_at = $2, open_at = ${openAfter('w.failures + 1')}
         WHERE w.open_at <= $2
       RETURNING failures`,
      [account, now],
    );
    if (taken.length > 0) return undefined;
    const [row] = await identity.query<{ openAt: Date }>(
      'SELECT open_at AS "openAt" FROM identity.staff_wait WHERE account = $1 AND open_at > $2',
      [account, now],
    );
    if (row) return row.openAt;
    // The right try of another request ended the wait in between: this one is looked at after all.
  }
}

/** The right try ends the count. */
export async function forgetTries(identity: Queryable, account: string): Promise<void> {
  await identity.query('DELETE FROM identity.staff_wait WHERE account = $1', [account]);
}

/** Removes what has had its time: tickets, challenges, and the waits of addresses that nobody here has. */
export async function sweepSignIns(identity: Queryable, now: Date): Promise<void> {
  await identity.query('DELETE FROM identity.staff_ticket WHERE expires_at < $1', [now]);
  await identity.query('DELETE FROM identity.staff_challenge WHERE expires_at < $1', [now]);
  await identity.query(
    `DELETE FROM identity.staff_wait w WHERE w.failed_at < $1::timestamptz - interval '1 day' AND w.account LIKE 'address:%'
       AND NOT EXISTS (SELECT FROM identity.staff s WHERE 'address:' || s.email_index = w.account)`,
    [now],
  );
}
