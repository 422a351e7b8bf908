import { DataSource } from 'typeorm';
import type { Credentials, Login } from './logins';
import { LOGINS } from './logins';

/** What the rows of a transaction may concern; row-level security reads it. Absent means nothing. */
export interface Scope {
  trial?: string;
  /** Site ids, or "*" for the whole trial. */
  sites?: readonly string[] | '*';
  participant?: string;
  /** `arms`: allocations at the sites. `dataset`: answers by arm, once locked. `system`: what letters need. */
  reads?: 'arms' | 'dataset' | 'system';
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

/** Opens one pool per login. @param size connections per pool at most. */
export async function openDatabase(credentials: Credentials, size: number, logins: readonly Login[] = LOGINS): Promise<Database> {
  const sources: DataSource[] = [];
  const zones: Partial<Record<Login, Zone>> = {};
  for (const login of logins) {
    const source = new DataSource({
      type: 'postgres',
      url: credentials[login],
      poolSize: size,
      logging: false,
      applicationName: `lodtraek-${login}`,
    });
    sources.push(await source.initialize());
    zones[login] = zoneOf(source);
  }
  return Object.assign(zones as Record<Login, Zone>, {
    close: async () => {
      for (const source of sources) await source.destroy();
    },
  });
}

/** Sees a TypeORM data source as a zone. */
export function zoneOf(source: DataSource): Zone {
  return {
    async query<T>(sql: string, parameters: readonly unknown[] = []) {
      const runner = source.createQueryRunner();
      try {
        return (await runner.query(sql, [...parameters], true)).records as T[];
      } finally {
        await runner.release();
      }
    },
    async within(scope, work) {
      const runner = source.createQueryRunner();
      try {
        // Two statements in one message: the scope is a literal, since a parameter would force a round trip of its own.
        await runner.query(`BEGIN; SELECT audit.set_scope('${scopeJson(scope).replaceAll("'", "''")}')`);
        const reply = await work({
          query: async <T>(sql: string, parameters: readonly unknown[] = []) =>
            (await runner.query(sql, [...parameters], true)).records as T[],
        });
        await runner.query('COMMIT');
        return reply;
      } catch (cause) {
        await runner.query('ROLLBACK').catch(() => undefined);
        throw cause;
      } finally {
        await runner.release();
      }
    },
  };
}
