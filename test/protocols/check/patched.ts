import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = __dirname;

/** A protocol broken in a few places, and every finding that must come of it. */
export interface Broken {
  from: string;
  changes: { op: 'add' | 'replace' | 'remove'; path: string; value?: unknown }[];
  expects: { path: string; code: string; severity: string }[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(FOLDER, path), 'utf8')) as unknown;

export const brokenNames = (): string[] => readdirSync(join(FOLDER, 'broken')).map((file) => file.replace('.json', ''));
export const whole = (): unknown => read('whole.json');

/** The broken document and what is expected of it. A change that changes nothing is a mistake in the test. */
export function brokenProtocol(name: string): { document: unknown; expects: Broken['expects'] } {
  const { from, changes, expects } = read(join('broken', `${name}.json`)) as Broken;
  const document = read(`${from}.json`);
  for (const { op, path, value } of changes) {
    const parts = path.split('/').slice(1);
    const last = parts.pop()!;
    const parent = parts.reduce((at, part) => (at as Record<string, unknown>)[part], document) as Record<string, unknown>;
    const isThere = last in parent;
    if (op === 'add' ? isThere : !isThere) throw new Error(`${name}: ${op} ${path} changes nothing`);
    if (Array.isArray(parent)) {
      if (op === 'remove') parent.splice(Number(last), 1);
      else parent[last === '-' ? parent.length : Number(last)] = value;
    } else if (op === 'remove') delete parent[last];
    else parent[last] = value;
  }
  return { document, expects };
}
