import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/**
 * The import law of the house, as a table: who may import whom. A wall is crossed with `#`, inside a storey with a relative path.
 */
const ROOT = resolve(__dirname, '..');
const STOREYS = ['protocols', 'analysis', 'server', 'client', 'migrations'];

function filesBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.(ts|tsx)$/.test(file) && !file.endsWith('.d.ts') && statSync(join(ROOT, file)).isFile());
}

const files = STOREYS.flatMap(filesBelow);
const sources = new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));

interface Import {
  from: string;
  /** A file of ours, as a path from the root, or a package's name. */
  to: string;
  ours: boolean;
  typeOnly: boolean;
  written: string;
}

const PATTERN =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(file: string): Import[] {
  return [...sources.get(file)!.matchAll(PATTERN)].map((match) => {
    const written = match[2] ?? match[3]!;
    const typeOnly = match[1] !== undefined;
    const ours = written.startsWith('.') || written.startsWith('#');
    return { from: file, to: ours ? pathOf(file, written) : written, ours, typeOnly, written };
  });
}

function pathOf(file: string, written: string): string {
  if (written.startsWith('#contract/')) return withEnding(join('server/contract', written.slice('#contract/'.length)));
  if (written.startsWith('#')) return withEnding(written.slice(1));
  return withEnding(relative(ROOT, resolve(ROOT, dirname(file), written)));
}

const withEnding = (path: string): string =>
  ['', '.ts', '.tsx']
    .map((ending) => path + ending)
    .find((candidate) => existsSync(join(ROOT, candidate)) && statSync(join(ROOT, candidate)).isFile()) ?? path;

const imports = files.flatMap(importsOf);
const inside = (path: string, ...folders: string[]) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const show = ({ from, written }: Import) => `${from} imports ${written}`;
const offenders = (broken: (one: Import) => boolean) => imports.filter(broken).map(show);

const pureOutsiders = /^(@sinclair\/typebox|@noble\/hashes\/.+|jstat|@stdlib\/.+|ajv|csv-parse.*)$/;

describe('the import law', () => {
  it('finds the house it is to judge', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(imports.filter(({ ours }) => ours).length).toBeGreaterThan(200);
    expect(imports.filter(({ ours, to }) => ours && !existsSync(join(ROOT, to))).map(show)).toEqual([]);
  });

  it('keeps the model below everything, and protocols below the other storeys', () => {
    expect(offenders(({ from, to, ours }) => ours && inside(from, 'protocols/model') && !inside(to, 'protocols/model'))).toEqual(
      [],
    );
    expect(offenders(({ from, to, ours }) => ours && inside(from, 'protocols') && !inside(to, 'protocols'))).toEqual([]);
    expect(
      offenders(({ from, to, ours }) => ours && inside(from, 'protocols/randomisation') && inside(to, 'protocols/rules')),
    ).toEqual([]);
  });

  it('keeps analysis knowing protocols alone, and numeric knowing nothing of ours', () => {
    expect(offenders(({ from, to, ours }) => ours && inside(from, 'analysis') && !inside(to, 'analysis', 'protocols'))).toEqual(
      [],
    );
    expect(
      offenders(({ from, to, ours }) => ours && inside(from, 'analysis/numeric') && !inside(to, 'analysis/numeric')),
    ).toEqual([]);
  });

  it('keeps protocols and analysis pure: no Node, no database, no framework', () => {
    expect(offenders(({ from, to, ours }) => !ours && inside(from, 'protocols', 'analysis') && !pureOutsiders.test(to))).toEqual(
      [],
    );
  });

  it('lets the contract know the model alone', () => {
    expect(
      offenders(
        ({ from, to, ours }) => ours && inside(from, 'server/contract') && !inside(to, 'server/contract', 'protocols/model'),
      ),
    ).toEqual([]);
  });

  it('opens the contract as the client’s only door, and for types only', () => {
    const doors = ['client', 'server/contract', 'protocols/model', 'protocols/rules'];
    // A thread beside the page reckons with the pure code of the lottery (decision 0028); the page itself holds none of it.
    const isReckoning = (from: string, to: string) =>
      from === 'client/staff/lottery/reckon.worker.ts' && inside(to, 'protocols/randomisation');
    const inClient = (one: Import) => one.ours && inside(one.from, 'client') && !isReckoning(one.from, one.to);
    expect(offenders((one) => inClient(one) && !inside(one.to, ...doors))).toEqual([]);
    expect(offenders((one) => inClient(one) && !inside(one.to, 'client') && !one.typeOnly)).toEqual([]);
    expect(imports.filter(({ to, typeOnly }) => to.endsWith('.worker.ts') && !typeOnly).map(show)).toEqual([]);
    expect(
      offenders(
        ({ from, to, typeOnly }) =>
          inside(from, 'client') && !typeOnly && /^(ajv|typeorm|pg|express|@sinclair\/typebox)$/.test(to),
      ),
    ).toEqual([]);
  });

  it('lets no service import a service, no store a store, no page a page', () => {
    const siblings = (folder: string) =>
      offenders(({ from, to, ours }) => ours && inside(from, folder) && inside(to, folder) && from !== to);
    expect(siblings('server/services')).toEqual([]);
    expect(siblings('server/db/stores')).toEqual([]);
    expect(siblings('client/staff/pages')).toEqual([]);
  });

  it('keeps TypeORM below server/db and migrations, Express below server/http, pages and app, React below client', () => {
    expect(offenders(({ from, to }) => to === 'typeorm' && !inside(from, 'server/db', 'migrations'))).toEqual([]);
    expect(
      offenders(
        ({ from, to }) => /^express/.test(to) && !inside(from, 'server/http', 'server/pages', 'server/app.ts', 'server/main.ts'),
      ),
    ).toEqual([]);
    expect(offenders(({ from, to }) => /^(react|@mantine)/.test(to) && !inside(from, 'client'))).toEqual([]);
  });

  it('lets migrations import nothing of ours but one another in the list', () => {
    expect(
      offenders(
        ({ from, to, ours }) =>
          ours && inside(from, 'migrations') && !(from === 'migrations/list.ts' && inside(to, 'migrations')),
      ),
    ).toEqual([]);
  });

  it('keeps releasing data away from who people are', () => {
    expect(
      offenders(
        ({ from, to }) =>
          inside(from, 'server/services/results', 'server/db/stores/dataset.ts') && /stores\/contacts|identity/.test(to),
      ),
    ).toEqual([]);
  });

  it('opens the seed in the allocator’s own service and nowhere else', () => {
    const users = files.filter((file) => /\bopenSeed\b/.test(sources.get(file)!));
    expect(users.sort()).toEqual([
      'server/db/stores/allocations.ts',
      'server/guard/guard.ts',
      'server/mishaps/sheets.ts',
      'server/services/allocation/draw.ts',
      'server/services/allocation/reveal-seeds.ts',
    ]);
    const holders = files.filter((file) => /\bsealedShares\b/.test(sources.get(file)!));
    expect(holders.sort()).toEqual([
      'server/ceremony/take-step.ts',
      'server/db/stores/ceremonies.ts',
      'server/services/allocation/reveal-seeds.ts',
    ]);
  });

  it('takes time, entropy and configuration as arguments', () => {
    const entries = [
      'server/main.ts',
      'server/config.ts',
      'server/keys.ts',
      'server/commands/main.ts',
      'server/db/embedded-account.ts',
      'client',
    ];
    const forbidden =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\b|\brandomBytes\b|\brandomUUID\b|\bcrypto\.random|\bprocess\.env\b|\brandomInt\b/;
    const found = files.filter((file) => !inside(file, ...entries) && forbidden.test(withoutComments(sources.get(file)!)));
    expect(found).toEqual([]);
  });

  it('has no default exports but where a tool demands one, and no barrels', () => {
    const defaults = files.filter((file) => /^export default/m.test(sources.get(file)!) && !/vite\.config\.ts$/.test(file));
    expect(defaults).toEqual([]);
    expect(files.filter((file) => /(^|\/)index\.tsx?$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^export \* from/m.test(sources.get(file)!))).toEqual([]);
  });

  it('has no cycles', () => {
    const next = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ ours, typeOnly }) => ours && !typeOnly)
          .map(({ to }) => to),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, way: string[]): void => {
      if (way.includes(file)) return void cycles.push([...way.slice(way.indexOf(file)), file].join(' → '));
      if (done.has(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...way, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
