import { mean } from '../describe/mean';
import { type Matrix, zeros } from '../numeric/matrix';

/** Something a model holds: numbers as they are, or labels as contrasts between their levels. */
export type Part =
  | { readonly kind: 'number'; readonly name: string; readonly values: readonly number[] }
  | { readonly kind: 'levels'; readonly name: string; readonly levels: readonly string[]; readonly codes: readonly number[] };

/** treatment: each level against the first. sum: each level but the last against the average of all (for type III tests). */
export type Coding = 'treatment' | 'sum';

/** Over whom adjusted means average the factors: people as they are, or every level alike. */
export type FactorWeights = 'proportional' | 'equal';

/** One term of a model and the columns it owns. */
export interface Term {
  readonly name: string;
  readonly parts: readonly string[];
  readonly from: number;
  readonly to: number;
}

export interface ModelMatrix {
  readonly matrix: Matrix;
  readonly columns: readonly string[];
  /** The intercept first. */
  readonly terms: readonly Term[];
  /**
   * The row of the design at given levels, everything else averaged: times the coefficients, an adjusted mean.
   * @param fixed part name → level, or the number a covariate is held at
   */
  rowAt(fixed: Readonly<Record<string, string | number>>, weights: FactorWeights): number[];
}

/** Labels as a part: levels in the order given, else sorted by code point; visits that are numbers sort as numbers. */
export function levelsPart(name: string, labels: readonly string[], order?: readonly string[]): Part {
  const found = [...new Set(labels)];
  const levels = order ? order.filter((level) => found.includes(level)) : sortLevels(found);
  const at = new Map(levels.map((level, k) => [level, k]));
  return { kind: 'levels', name, levels, codes: labels.map((label) => at.get(label)!) };
}

/** Numbers by size where all are numbers, else by code point. */
export function sortLevels(levels: readonly string[]): string[] {
  const numeric = levels.every((level) => level !== '' && Number.isFinite(Number(level)));
  return [...levels].sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
}

/**
 * The design of a linear model: intercept, then the terms in the order given, each a product of one or more parts. Within an
 * interaction the first part's columns run fastest.
 */
export function modelMatrix(
  rows: number,
  parts: readonly Part[],
  terms: readonly (readonly string[])[],
  coding: Coding = 'treatment',
): ModelMatrix {
  const named = new Map(parts.map((part) => [part.name, part]));
  const bases = new Map(parts.map((part) => [part.name, basisOf(part, coding)]));
  const columns: { name: string; picks: readonly { part: string; column: number }[] }[] = [{ name: '(intercept)', picks: [] }];
  const laid: Term[] = [{ name: '(intercept)', parts: [], from: 0, to: 1 }];
  for (const term of terms) {
    const from = columns.length;
    let own: { name: string; picks: { part: string; column: number }[] }[] = [{ name: '', picks: [] }];
    for (const part of term) {
      const basis = bases.get(part)!;
      own = basis.names.flatMap((name, column) =>
        own.map((one) => ({ name: one.name === '' ? name : `${one.name} × ${name}`, picks: [...one.picks, { part, column }] })),
      );
    }
    columns.push(...own);
    laid.push({ name: term.join(' × '), parts: term, from, to: columns.length });
  }
  const matrix = zeros(rows, columns.length);
  columns.forEach(({ picks }, j) => {
    const own = matrix.values.subarray(j * rows, (j + 1) * rows).fill(1);
    for (const { part, column } of picks) {
      const values = named.get(part)!;
      const basis = bases.get(part)!;
      for (let i = 0; i < rows; i++) {
        own[i]! *= values.kind === 'number' ? values.values[i]! : basis.code[values.codes[i]! * basis.names.length + column]!;
      }
    }
  });

  const rowAt: ModelMatrix['rowAt'] = (fixed, weights) =>
    columns.map(({ picks }) =>
      picks.reduce(
        (product, { part, column }) => product * valueAt(named.get(part)!, bases.get(part)!, column, fixed[part], weights),
        1,
      ),
    );
  return { matrix, columns: columns.map(({ name }) => name), terms: laid, rowAt };
}

interface Basis {
  readonly names: readonly string[];
  /** Level by column, row by row; empty for numbers. */
  readonly code: readonly number[];
}

function basisOf(part: Part, coding: Coding): Basis {
  if (part.kind === 'number') return { names: [part.name], code: [] };
  const { levels, name } = part;
  const width = levels.length - 1;
  const code = levels.flatMap((_, level) =>
    Array.from({ length: width }, (__, column) => {
      if (coding === 'treatment') return level === column + 1 ? 1 : 0;
      return level === width ? -1 : level === column ? 1 : 0;
    }),
  );
  const own = coding === 'treatment' ? levels.slice(1) : levels.slice(0, -1);
  return { names: own.map((level) => `${name}: ${level}`), code };
}

function valueAt(part: Part, basis: Basis, column: number, at: string | number | undefined, weights: FactorWeights): number {
  if (part.kind === 'number') return typeof at === 'number' ? at : mean(part.values);
  const width = basis.names.length;
  if (at !== undefined) return basis.code[part.levels.indexOf(String(at)) * width + column]!;
  if (weights === 'proportional') return mean(part.codes.map((code) => basis.code[code * width + column]!));
  return mean(part.levels.map((_, level) => basis.code[level * width + column]!));
}

/** The same design less its intercept, for a model that has a baseline hazard or thresholds in its place. `terms` count as with it. */
export function withoutIntercept(design: ModelMatrix): ModelMatrix {
  const { rows, columns, values } = design.matrix;
  return {
    ...design,
    matrix: { rows, columns: columns - 1, values: values.subarray(rows) },
    columns: design.columns.slice(1),
    rowAt: (...given) => design.rowAt(...given).slice(1),
  };
}
