import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { participantStream } from '#protocols/model/fact';
import { groupOf, loginOf, LOGINS, type Login } from '#server/db/logins';
import { openDatabase } from '#server/db/zone';
import { cloneDatabase, type TestDatabase } from '../support/database';
import { dice, openLawfulTrial } from '../support/lawful-facts';

/** What each login may do to each table: Select, Insert, Update, Delete, Truncate. What is not written here is refused. */
const TABLES: Record<Login, Record<string, string>> = {
  identity: {
    'identity.contact': 'SIUD',
    'identity.document': 'SIUD',
    'identity.facilitator': 'SIU',
    'identity.staff': 'SIU',
    'identity.staff_notice': 'SIUD',
    'identity.staff_session': 'SIU',
    'identity.staff_invitation': 'SIU',
    'identity.staff_totp': 'SIUD',
    'identity.staff_passkey': 'SIUD',
    'identity.staff_recovery_code': 'SIUD',
    'identity.staff_challenge': 'SIUD',
    'identity.staff_ticket': 'SIUD',
    'identity.staff_wait': 'SIUD',
    'audit.access': 'I',
    'audit.staff_access': 'I',
  },
  linkage: {
    'linkage.link': 'SIUD',
    'linkage.capability': 'SIUD',
    'linkage.session': 'SIUD',
    'linkage.letter_attempt': 'SIUD',
    'linkage.evening_link': 'SIU',
    'linkage.evening_session': 'SIU',
  },
  allocator: { 'allocation.seed': 'S', 'allocation.seed_share': 'S' },
  research: {
    'audit.stream': 'S',
    'allocation.allocation': 'S',
    'research.attendance': 'S',
    'research.alert': 'S',
    'research.call': 'S',
    'research.unblinding': 'S',
    'research.ceremony_step': 'S',
    'research.clock': 'S',
    'research.cohort': 'S',
    'research.evening_link': 'S',
    'research.export': 'S',
    'research.group_session': 'S',
    'research.letter': 'S',
    'research.lottery_pause': 'S',
    'research.mishap': 'S',
    'research.sheet_list': 'S',
    'research.lottery': 'S',
    'research.gate': 'S',
    'research.match': 'S',
    'research.membership': 'S',
    'research.milestone': 'S',
    'research.participant': 'S',
    'research.peer_group': 'S',
    'research.placement': 'S',
    'research.plan_lock': 'S',
    'research.response': 'S',
    'research.staff_grant': 'S',
    'research.standing': 'S',
    'research.submission': 'S',
    'research.trial_version': 'S',
  },
  auditor: {
    'audit.stream': 'S',
    'audit.fact': 'S',
    'audit.fact_payload': 'S',
    'audit.checkpoint': 'SI',
    'audit.lottery_check': 'SIU',
    'audit.access': 'S',
    'audit.staff_access': 'S',
  },
  jobs: { 'jobs.*': 'SIUD' },
};

/** Who may call each function; a trigger's function is called by nobody. */
const FUNCTIONS: Record<string, readonly Login[]> = {
  'allocation.append': ['allocator'],
  'allocation.append_in_cluster': ['allocator'],
  'allocation.clusters_drawn': ['allocator'],
  'audit.cluster_facts': ['research'],
  'allocation.drawn_since': ['allocator'],
  'allocation.ceremony': ['allocator'],
  'allocation.forget_ceremony': ['allocator'],
  'allocation.gather_ceremony': ['allocator'],
  'allocation.hold_seed': ['allocator'],
  'allocation.keep_seed': ['allocator'],
  'allocation.keep_share': ['allocator'],
  'allocation.gather_cohort': ['allocator'],
  'allocation.gather_participant': ['allocator'],
  'allocation.gather_reveal': ['allocator'],
  'allocation.lock_way': ['allocator'],
  'allocation.corrections_of': [],
  'allocation.corrections_in': ['allocator'],
  'allocation.gather_correction': ['allocator'],
  'allocation.gather_pause': ['allocator'],
  'allocation.gather_replacement': ['allocator'],
  'allocation.guard_rows': ['allocator'],
  'allocation.hold_open': ['allocator'],
  'allocation.mishap': ['allocator'],
  'allocation.sheet_list_of': ['allocator'],
  // After the lock alone; so says the database.
  'allocation.reveal': ['allocator'],
  'allocation.protocol_of': ['allocator'],
  'audit.append_facts': [],
  'audit.cutoff': ['research', 'auditor'],
  'audit.erase': ['research'],
  'audit.forget': [],
  'audit.lottery_facts': ['research'],
  // How many rows differ, never which.
  'audit.lottery_standing': ['auditor'],
  'audit.replay_erasure': [],
  'audit.waits_since': ['research'],
  // Setting one's own scope gives nothing: the scope narrows what a login's grants open.
  'audit.set_scope': ['identity', 'linkage', 'allocator', 'research', 'auditor'],
  'research.alert_counts': ['research'],
  'research.alert_of': ['research'],
  'research.answer_of_session': ['research'],
  'research.answer_to_correct': ['research'],
  'research.answers_of_session': ['research'],
  'research.append': ['research'],
  'research.by_the_allocator': [],
  'research.ceremony_steps': ['research'],
  'research.forced_count': ['research'],
  'research.is_drawn': ['research'],
  'research.keep_mishap': [],
  'research.replacements': ['research'],
  'research.used_sheets': ['research'],
  'research.concealed_way': [],
  'research.counts_of': ['research'],
  'research.erasable_facts': ['research'],
  'research.in_scope': ['research', 'auditor'],
  'research.instant': ['research', 'auditor'],
  'research.interview_of': ['research'],
  'research.keep_step': [],
  'research.lock_cohort': [],
  'research.may_read_dataset': ['research', 'auditor'],
  'research.peopled_sites': ['research'],
  'research.versions_opened': ['research'],
  'research.participant_of': ['research', 'auditor'],
  'research.people_to_call': ['research'],
  'research.placings_of': ['research'],
  'research.project': [],
  'research.read_tables': [],
  'research.reads': ['research', 'auditor'],
  // Answers without arms; gives nothing outside the scope that reads them.
  'research.rehearsal_rows': ['research'],
  'research.reads_group': ['research', 'auditor'],
  'research.project_cohort_merged': [],
  'research.project_cohort_rescheduled': [],
  'research.rebuild': [],
  'research.take_place': [],
  'research.trail': ['research'],
  'research.receipt_of': ['research'],
  'research.commitments_of': ['research'],
  'research.turns_of': ['research'],
  // Runs with its caller's rights, and so is closed to the auditor, who may read none of its tables.
  'research.way': ['research'],
  'research.way_of_session': ['research'],
  'jobs.*': ['jobs'],
};

/** The projection of a kind is called by the append alone, whatever kind it is. */
const callersOf = (name: string): readonly Login[] | undefined =>
  name.startsWith('research.project_') ? [] : wanted(FUNCTIONS, name);

const SITES = Array.from({ length: 20 }, (_, index) => `site-${index + 1}`);
const TRIAL = 'logins';

let test: TestDatabase;
const clients: Partial<Record<Login, Client>> = {};

beforeAll(async () => {
  test = await cloneDatabase();
  for (const login of LOGINS) {
    clients[login] = new Client({ connectionString: test.credentials[login] });
    await clients[login].connect();
  }
  const other = await openLawfulTrial(test, 'logins-other', dice(5));
  await other.live(4);
  const trial = await openLawfulTrial(test, TRIAL, dice(6));
  for (const site of SITES) {
    for (let n = 0; n < 3; n += 1) {
      await trial.record(participantStream(randomUUID()), [
        { kind: 'registered', payload: { site, version: '1.0.0', code: randomUUID().slice(0, 7), language: 'da' } },
      ]);
    }
    await test.owner.query(
      `INSERT INTO identity.contact (contact, trial, site, created_on) VALUES (gen_random_uuid(), $1, $2, '2026-11-22')`,
      [TRIAL, site],
    );
  }
});
afterAll(async () => {
  for (const client of Object.values(clients)) await client.end();
  await test.close();
});

/** Tries a statement and undoes it. @returns whether it was refused for want of a right to `what`. */
async function isRefused(login: Login, sql: string, what: RegExp): Promise<boolean> {
  await clients[login]!.query('BEGIN');
  try {
    await clients[login]!.query(sql);
    return false;
  } catch (refusal) {
    // Any other failure came after the right was granted: a missing value, an argument of no use.
    const { code, message } = refusal as { code: string; message: string };
    return code === '42501' && what.test(message);
  } finally {
    await clients[login]!.query('ROLLBACK');
  }
}

const wanted = <T>(from: Record<string, T>, name: string): T | undefined => from[name] ?? from[name.replace(/\..*/, '.*')];

describe('each login', () => {
  it('may do to each table what the matrix says, and nothing else', async () => {
    const { rows: tables } = await test.owner.query<{ name: string; first: string }>(
      `SELECT format('%s.%s', n.nspname, c.relname) AS name, (SELECT attname FROM pg_attribute a WHERE a.attrelid = c.oid AND attnum > 0 LIMIT 1) AS first
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^(pg_|information_schema)' ORDER BY 1`,
    );
    const found: string[] = [];
    const expected: string[] = [];
    for (const login of LOGINS) {
      for (const { name, first } of tables) {
        const attempts: Record<string, string> = {
          S: `SELECT * FROM ${name} LIMIT 1`,
          I: `INSERT INTO ${name} DEFAULT VALUES`,
          U: `UPDATE ${name} SET "${first}" = "${first}" WHERE false`,
          D: `DELETE FROM ${name} WHERE false`,
          T: `TRUNCATE ${name}`,
        };
        let may = '';
        for (const [letter, sql] of Object.entries(attempts)) {
          if (!(await isRefused(login, sql, /^permission denied for (table|schema|view)/))) may += letter;
        }
        found.push(`${login} ${name}: ${may}`);
        expected.push(`${login} ${name}: ${wanted(TABLES[login], name) ?? ''}`);
      }
    }
    expect(found).toEqual(expected);
    const listed = new Set(tables.map(({ name }) => name));
    for (const name of Object.values(TABLES).flatMap(Object.keys)) if (!name.endsWith('*')) expect(listed).toContain(name);
  });

  it('may call the functions that the matrix says, and no others', async () => {
    const { rows: functions } = await test.owner.query<{ name: string; types: string[] }>(
      `SELECT format('%s.%s', n.nspname, p.proname) AS name, ARRAY(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) t) AS types
       FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname !~ '^(pg_|information_schema)' AND p.prorettype <> 'trigger'::regtype ORDER BY 1`,
    );
    const found: string[] = [];
    const expected: string[] = [];
    for (const login of LOGINS) {
      for (const { name, types } of functions) {
        const call = `SELECT ${name}(${types.map((type) => `NULL::${type}`).join(', ')})`;
        const may = !(await isRefused(login, call, /^permission denied for (function|schema)/));
        found.push(`${login} ${name}: ${may}`);
        expected.push(`${login} ${name}: ${callersOf(name)?.includes(login)}`);
      }
    }
    expect(found).toEqual(expected);
  });

  it('is no owner of anything, no superuser, sees through no row-level security, and belongs to its own group alone', async () => {
    const database = new URL(test.ownerUrl).pathname.slice(1);
    for (const login of LOGINS) {
      const name = loginOf(database, login);
      const { rows } = await test.owner.query(
        `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolinherit,
           ARRAY(SELECT r.rolname::text FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = u.oid) AS groups,
           (SELECT count(*)::integer FROM pg_shdepend d WHERE d.refobjid = u.oid AND d.deptype = 'o') AS owned
         FROM pg_roles u WHERE rolname = $1`,
        [name],
      );
      expect(rows).toEqual([
        {
          rolsuper: false,
          rolbypassrls: false,
          rolcreaterole: false,
          rolcreatedb: false,
          rolreplication: false,
          rolinherit: true,
          groups: [groupOf(login)],
          owned: 0,
        },
      ]);
      const { rows: group } = await test.owner.query(
        `SELECT rolsuper OR rolbypassrls OR rolcanlogin AS mighty, (SELECT count(*)::integer FROM pg_auth_members m WHERE m.member = r.oid) AS groups,
           (SELECT count(*)::integer FROM pg_shdepend d WHERE d.refobjid = r.oid AND d.deptype = 'o') AS owned
         FROM pg_roles r WHERE rolname = $1`,
        [groupOf(login)],
      );
      expect(group).toEqual([{ mighty: false, groups: 0, owned: 0 }]);
    }
  });

  it('cannot switch the guards off, make tables of its own or take another’s place', async () => {
    const other = loginOf(new URL(test.ownerUrl).pathname.slice(1), 'identity');
    for (const login of LOGINS.filter((one) => one !== 'identity')) {
      for (const sql of [
        'SET session_replication_role = replica',
        'ALTER TABLE audit.fact DISABLE TRIGGER ALL',
        'ALTER TABLE research.response DISABLE ROW LEVEL SECURITY',
        'CREATE TABLE research.mine (n integer)',
        'CREATE TEMPORARY TABLE mine (n integer)',
        'CREATE TABLE public.mine (n integer)',
        'CREATE SCHEMA mine',
        `SET ROLE "${other}"`,
        `SET SESSION AUTHORIZATION "${other}"`,
        'SELECT pg_read_file($$PG_VERSION$$)',
      ]) {
        expect([login, sql, await isRefused(login, sql, /permission denied|must be owner/)]).toEqual([login, sql, true]);
      }
    }
  });
});

describe('row-level security', () => {
  const CLOSED = [
    'research.cohort',
    'research.participant',
    'research.milestone',
    'research.membership',
    'research.response',
    'research.submission',
    'research.letter',
    'research.standing',
    'allocation.allocation',
  ];

  it('guards every table that says something of a person or a site and that research may read', async () => {
    const { rows } = await test.owner.query<{ name: string }>(
      `SELECT DISTINCT format('%s.%s', n.nspname, c.relname) AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relkind = 'r' AND a.attname IN ('site', 'participant') AND has_table_privilege('lodtraek_research', c.oid, 'SELECT')
         AND has_schema_privilege('lodtraek_research', n.oid, 'USAGE') AND NOT c.relrowsecurity`,
    );
    // Which member of staff holds which grant is no secret among staff, and must be known before there is a scope.
    // A condition of the gate names a municipality's agreement, never a person, and decides for the whole trial.
    expect(rows.map(({ name }) => name)).toEqual(['research.gate', 'research.staff_grant']);
  });

  it('shows nothing to a login that names no scope, or a scope of another trial, although there are rows', async () => {
    for (const table of CLOSED) {
      const all = await test.owner.query(`SELECT FROM ${table}`);
      expect([table, all.rowCount! > 0]).toEqual([table, true]);
      expect([table, (await test.database.research.query(`SELECT * FROM ${table}`)).length]).toEqual([table, 0]);
      for (const scope of [
        {},
        { trial: 'no-such-trial', sites: '*' as const },
        { trial: TRIAL },
        { sites: '*' as const },
        { trial: TRIAL, sites: [] },
      ]) {
        const rows = await test.database.research.within(scope, (tx) => tx.query(`SELECT * FROM ${table}`));
        expect([table, scope, rows.length]).toEqual([table, scope, 0]);
      }
    }
    expect(await test.database.identity.query('SELECT * FROM identity.contact')).toEqual([]);
    const contacts = await test.database.identity.within({ trial: TRIAL, sites: ['site-3'] }, (tx) =>
      tx.query('SELECT site FROM identity.contact'),
    );
    expect(contacts).toEqual([{ site: 'site-3' }]);
  });

  it('refuses a contact written for another site', async () => {
    const insert = test.database.identity.within({ trial: TRIAL, sites: ['site-3'] }, (tx) =>
      tx.query(
        `INSERT INTO identity.contact (contact, trial, site, created_on) VALUES (gen_random_uuid(), $1, 'site-4', '2026-11-22')`,
        [TRIAL],
      ),
    );
    await expect(insert).rejects.toMatchObject({ code: '42501' });
  });

  it('shows a coordinator of a site neither an answer, nor who sent in what after the baseline, nor an arm without asking for arms', async () => {
    const scope = { trial: 'logins-other', sites: ['nord', 'syd'] };
    const read = <T>(sql: string, reads?: 'arms') => test.database.research.within({ ...scope, reads }, (tx) => tx.query<T>(sql));
    expect(await read('SELECT * FROM research.response')).toEqual([]);
    expect(await read('SELECT * FROM research.letter')).toEqual([]);
    expect(await read('SELECT * FROM allocation.allocation')).toEqual([]);
    expect(await read('SELECT * FROM allocation.allocation', 'arms')).toHaveLength(6);
    const submissions = await read<{ baseline: boolean }>('SELECT baseline FROM research.submission');
    expect(submissions.every(({ baseline }) => baseline)).toBe(true);
  });

  it('opens the dataset by arm only in a trial whose plan the database knows to be locked', async () => {
    const count = async (trial: string) => {
      const scope = { trial, sites: '*' as const, reads: 'dataset' as const };
      const rows = await test.database.research.within(scope, (tx) => tx.query('SELECT * FROM allocation.allocation'));
      return rows.length;
    };
    expect(await count('logins-other')).toBe(6);
    await test.owner.query('BEGIN');
    await test.owner.query(`UPDATE research.plan_lock SET locked_by = NULL WHERE trial = 'logins-other'`);
    await test.owner.query('COMMIT');
    expect(await count('logins-other')).toBe(0);
    await test.owner.query(`UPDATE research.plan_lock SET locked_by = 'staff/custodian' WHERE trial = 'logins-other'`);
  });

  it('never lets a scope leak through the pool: 500 transactions from 20 sites over two connections, a third of them failing', async () => {
    const narrow = await openDatabase(test.credentials, 2, ['research']);
    const roll = dice(99);
    const leaks: unknown[] = [];
    let failed = 0;
    const sitesOf = `SELECT site FROM research.participant`;
    const request = async (site: string, ending: number): Promise<void> => {
      const check = (rows: { site: string }[], expected: number) => {
        if (rows.length !== expected || rows.some((row) => row.site !== site)) leaks.push({ site, rows });
      };
      try {
        await narrow.research.within({ trial: TRIAL, sites: [site] }, async (tx) => {
          check(await tx.query(sitesOf), 3);
          if (ending === 0) throw new Error('the request was given up');
          if (ending === 1) await tx.query('SELECT 1 / 0');
          if (ending === 2) await tx.query(`SET LOCAL statement_timeout = '5ms'; SELECT pg_sleep(1)`);
          check(await tx.query(sitesOf), 3);
        });
      } catch (failure) {
        // Endings 0 to 2 fail on purpose; a check never throws.
        if (ending > 2) throw failure;
        failed += 1;
      }
      check(await narrow.research.query(sitesOf), 0);
    };
    try {
      await Promise.all(Array.from({ length: 500 }, () => request(SITES[roll(SITES.length)]!, roll(9))));
      expect(leaks).toEqual([]);
      expect(failed).toBeGreaterThan(100);
    } finally {
      await narrow.close();
    }
  });
});
