import type { Matrix } from '../numeric/matrix';

/** Effects that vary between the groups of one kind. */
export interface RandomTerm {
  readonly name: string;
  /** The group of each row as a number from 0, or -1 for a row that is in none. */
  readonly group: readonly number[];
  /** One column per effect: ones for an intercept, numbers for a slope. */
  readonly effects: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly correlated: boolean;
}

export interface GroupedData {
  readonly design: Matrix;
  readonly outcome: readonly number[];
  readonly random: readonly RandomTerm[];
  /** Which residual variance each row has, from 0. */
  readonly residual: readonly number[];
  readonly residuals: number;
  /** Whether a variance of a single effect may be below 0 as long as V stays positive definite; only where no row is in two groups. */
  readonly negative?: boolean;
}

/** How many parameters a term has: variances and, where its effects are correlated, covariances. */
export function widthOf(term: RandomTerm): number {
  const e = term.effects.length;
  return term.correlated ? (e * (e + 1)) / 2 : e;
}

/** Pairs of effects (a ≤ b) a term has a parameter for, in order. */
export function effectPairs(term: RandomTerm): [number, number][] {
  const e = term.effects.length;
  const all = Array.from({ length: e }, (_, a) => Array.from({ length: e - a }, (__, k): [number, number] => [a, a + k])).flat();
  return term.correlated ? all : all.filter(([a, b]) => a === b);
}

/** Groups that share rows, directly or through others, and nothing with the rest. */
export interface Block {
  readonly q: number;
  readonly residual: number;
  /** Z'Z and Z'[X y]. */
  readonly c: Float64Array;
  readonly b: Float64Array;
  /** For each random parameter, where it stands in D. */
  readonly entries: readonly (readonly (readonly [number, number])[])[];
}

/** The blocks, and over all rows of each residual variance their number and [X y]'[X y]. */
export function blocksOf(data: GroupedData): {
  blocks: readonly Block[];
  pooled: readonly { n: number; squares: Float64Array }[];
} {
  const { design, outcome, random, residual, residuals } = data;
  const { rows: n, columns: p } = design;
  const q1 = p + 1;
  const z = (i: number, j: number) => (j < p ? design.values[j * n + i]! : outcome[i]!);
  const pooled = Array.from({ length: residuals }, () => ({ n: 0, squares: new Float64Array(q1 * q1) }));
  for (let i = 0; i < n; i++) {
    const own = pooled[residual[i]!]!;
    own.n += 1;
    for (let j = 0; j < q1; j++) {
      const zj = z(i, j);
      for (let k = 0; k < q1; k++) own.squares[j * q1 + k]! += zj * z(i, k);
    }
  }

  const rowsByBlock = new Map<number, number[]>();
  const root = joined(random, n);
  for (let i = 0; i < n; i++) {
    const block = root(i);
    if (block < 0) continue;
    const rows = rowsByBlock.get(block) ?? [];
    rows.push(i);
    rowsByBlock.set(block, rows);
  }
  const blocks = [...rowsByBlock.values()].map((rows): Block => {
    const places = random.map(() => new Map<number, number>());
    let q = 0;
    random.forEach((term, t) => {
      for (const i of rows) {
        const level = term.group[i]!;
        if (level < 0 || places[t]!.has(level)) continue;
        places[t]!.set(level, q);
        q += term.effects.length;
      }
    });
    const c = new Float64Array(q * q);
    const b = new Float64Array(q * q1);
    for (const i of rows) {
      const own = random.flatMap((term, t) => {
        const place = places[t]!.get(term.group[i]!);
        return place === undefined ? [] : term.effects.map(({ values }, e): [number, number] => [place + e, values[i]!]);
      });
      for (const [at, value] of own) {
        for (const [other, times] of own) c[other * q + at]! += value * times;
        for (let j = 0; j < q1; j++) b[j * q + at]! += value * z(i, j);
      }
    }
    const entries = random.flatMap((term, t) =>
      effectPairs(term).map(([x, y]) =>
        [...places[t]!.values()].flatMap((place): [number, number][] =>
          x === y
            ? [[place + x, place + x]]
            : [
                [place + x, place + y],
                [place + y, place + x],
              ],
        ),
      ),
    );
    return { q, residual: residual[rows[0]!]!, c, b, entries };
  });
  return { blocks, pooled };
}

/** For each row the number of its block, or -1 for one in no group: groups that share a row are joined. */
function joined(random: readonly RandomTerm[], n: number): (i: number) => number {
  const starts = random.map((_, t) => random.slice(0, t).reduce((total, term) => total + Math.max(...term.group, -1) + 1, 0));
  const parent: number[] = [];
  const find = (x: number): number => {
    let at = x;
    while ((parent[at] ??= at) !== at) at = parent[at] = parent[parent[at]!] ?? parent[at]!;
    return at;
  };
  const ids = (i: number) => random.flatMap((term, t) => (term.group[i]! < 0 ? [] : [starts[t]! + term.group[i]!]));
  for (let i = 0; i < n; i++) {
    const [first, ...others] = ids(i);
    for (const other of others) parent[find(other)] = find(first!);
  }
  return (i) => {
    const [first] = ids(i);
    return first === undefined ? -1 : find(first);
  };
}
