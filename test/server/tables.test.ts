import { DataSource } from 'typeorm';
import { TABLES } from '#server/db/tables/list';
import { cloneDatabase, type TestDatabase } from '../support/database';

let test: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  test = await cloneDatabase();
  source = await new DataSource({ type: 'postgres', url: test.ownerUrl, entities: TABLES, logging: false }).initialize();
});
afterAll(async () => {
  await source.destroy();
  await test.close();
});

const missing = async () => (await source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);

describe('the tables as the code knows them', () => {
  it('are the tables as the migrations made them', async () => {
    expect(await missing()).toEqual([]);
  });

  it('are all of them', async () => {
    const { rows } = await test.owner.query<{ name: string }>(
      `SELECT format('%s.%s', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname IN ('identity', 'linkage', 'allocation', 'research', 'audit') ORDER BY 1`,
    );
    expect(source.entityMetadatas.map(({ tablePath }) => tablePath).sort()).toEqual(rows.map(({ name }) => name));
  });

  // TypeORM's schema builder passes over the condition of an index.
  it('have partial indexes under the same conditions', async () => {
    const bare = (condition: string) => condition.replace(/[()]/g, '');
    const { rows } = await test.owner.query<{ name: string; condition: string }>(
      `SELECT c.relname AS name, pg_get_expr(i.indpred, i.indrelid) AS condition FROM pg_index i
       JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE i.indpred IS NOT NULL AND n.nspname IN ('identity', 'linkage', 'allocation', 'research', 'audit') ORDER BY 1`,
    );
    const known = source.entityMetadatas
      .flatMap(({ indices }) => indices)
      .flatMap(({ name, where }) => (where ? [[name, bare(where)]] : []));
    expect(known.sort()).toEqual(rows.map(({ name, condition }) => [name, bare(condition)]));
  });

  it.each([
    ['a forgotten unique constraint', 'ALTER TABLE audit.fact DROP CONSTRAINT fact_stream_seq_key'],
    ['a forgotten partial index', 'DROP INDEX research.response_now'],
    ['a forgotten check', 'ALTER TABLE research.response DROP CONSTRAINT response_check'],
    ['a column that may be empty', 'ALTER TABLE allocation.allocation ALTER arm DROP NOT NULL'],
    ['a column of another type', 'ALTER TABLE research.response ALTER code TYPE integer'],
    ['a forgotten foreign key', 'ALTER TABLE audit.fact_payload DROP CONSTRAINT fact_payload_fact_fkey'],
  ])('show %s', async (_what, sql) => {
    const before = await missing();
    await test.owner.query(sql);
    expect((await missing()).length).toBeGreaterThan(before.length);
  });
});
