import { Pool, type PoolClient } from 'pg';
import type { Credentials, Login } from './logins';
import { LOGINS } from './logins';

/** What the rows of a transaction may concern; row-level security reads it. Absent means nothing. */
export interface Scope {
  trial?: string;
  /** Site ids, or "*" for the whole trial. */
  sites?: readonly string[] | '*';
  participant?: string;
  /**
   * `arms`: allocations and groups at the sites. `group/…`: that group alone. `calls`: who owes a questionnaire. `alerts`: what calls for help.
   * `trail`: that facts happened. `dataset`: answers by arm, once locked. `rehearsal`: answers without arms. `system`: what letters need.
   */
  reads?: 'arms' | 'calls' | 'alerts' | 'trail' | 'dataset' | 'rehearsal' | 'system' | `group/${string}`;
  /** A participant's session by its hash, and the moment at which it must stand for a write. */
  session?: string;
  at?: string;
}

/** Something to ask: a pool, or one transaction of it. */
export interface Queryable {
  query<T>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
}

/** One login's door to the database. */
export interface Zone extends Queryable {
  /** Runs `work` in one transaction under `scope`; a throw undoes it. Begin and scope are one round trip. */
  within<T>(scope: Scope, work: (tx: Queryable) => Promise<T>): Promise<T>;
}

export type Database = Record<Login, Zone> & { close(): Promise<void> };

/** The form in which the database's functions take a scope. */
export function scopeJson(scope: Scope): string {
  const { sites } = scope;
  return JSON.stringify({ ...scope, sites: typeof sites === 'string' ? sites : sites?.join(',') });
}

/**
 * Opens one pool per login, plain pg: TypeORM knows the schema and migrates it, but its query runner costs as much as a short query.
 * @param size connections per pool at most.
 * @throws the database's error where a login cannot get in.
 */
export async function openDatabase(credentials: Credentials, size: number, logins: readonly Login[] = LOGINS): Promise<Database> {
  const pools = logins.map((login) => openPool(credentials[login], size, `lodtraek-${login}`));
  const close = async (): Promise<void> => void (await Promise.all(pools.map((pool) => pool.end())));
  try {
    await Promise.all(pools.map((pool) => pool.query('SELECT 1')));
  } catch (cause) {
    await close();
    throw cause;
  }
  const zones = Object.fromEntries(logins.map((login, index) => [login, zoneOf(pools[index]!)])) as Record<Login, Zone>;
  return Object.assign(zones, { close });
}

/** A pool of connections to one address. */
export function openPool(connectionString: string, max: number, name: string): Pool {
  const pool = new Pool({ connectionString, max, application_name: name });
  // A connection lost while nobody uses it is replaced at the next use; one lost in use rejects there.
  pool.on('error', () => undefined);
  return pool;
}

/** Sees a pool as a zone. */
export function zoneOf(pool: Pool): Zone {
  return {
    query: (sql, parameters) => ask(pool, sql, parameters),
    async within(scope, work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        // Two statements in one message: the scope is a literal, since a parameter would force a round trip of its own.
        await client.query(`BEGIN; SELECT audit.set_scope('${scopeJson(scope).replaceAll("'", "''")}')`);
        const reply = await work({ query: (sql, parameters) => ask(client, sql, parameters) });
        await client.query('COMMIT');
        return reply;
      } catch (cause) {
        // A connection that cannot even roll back is not given to the next request.
        await client.query('ROLLBACK').catch((fault: Error) => {
          broken = fault;
        });
        throw cause;
      } finally {
        client.release(broken);
      }
    },
  };
}

const names = new Map<string, string>();

/** A statement with parameters is prepared once per connection, by a name of its own. */
async function ask<T>(on: Pool | PoolClient, text: string, parameters?: readonly unknown[]): Promise<T[]> {
  if (parameters === undefined) return (await on.query(text)).rows as T[];
  let name = names.get(text);
  if (name === undefined) {
    name = `s${names.size}`;
    names.set(text, name);
  }
  return (await on.query({ name, text, values: [...parameters] })).rows as T[];
}
