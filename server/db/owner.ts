import { SetupProblem } from './setup';
import { openPool, zoneOf, type Zone } from './zone';

/**
 * Works as the database's owner, for commands of its keeper, and closes the connection again.
 * @throws SetupProblem where the database does not answer.
 */
export async function withOwner<T>(url: string, work: (owner: Zone) => Promise<T>): Promise<T> {
  const pool = openPool(url, 2, 'lodtraek-owner');
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    await pool.end();
    const { hostname, port, pathname } = new URL(url);
    const reason = (cause as { code?: string; message: string }).code ?? (cause as Error).message;
    throw new SetupProblem(
      `The database ${pathname.slice(1)} at ${hostname}:${port || 5432} does not answer (${reason}): check DATABASE_URL and that PostgreSQL runs.`,
      [],
      { cause },
    );
  }
  try {
    return await work(zoneOf(pool));
  } finally {
    await pool.end();
  }
}
