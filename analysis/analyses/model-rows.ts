import { levelsPart, type Part } from '../effect/model-matrix';
import { type Data, decline, type Declined } from './method';
import { type Rows, rowsOf } from './rows';

/** What a linear model is asked to hold beside the arm. */
export interface ModelAsked {
  readonly outcome: string;
  readonly at?: string | number;
  readonly covariates?: readonly string[];
  readonly factors?: readonly string[];
  readonly interactions?: readonly (readonly string[])[];
}

/** What a model needs of the file beside what it is asked to hold. */
export interface ModelNeed {
  /** The visit as a factor. */
  readonly visit?: boolean;
  /** Whether there is a model without arms; else the arm is its first term. */
  readonly withoutArm?: boolean;
  /** Further columns: labels that must be there, labels that may be, numbers. */
  readonly labels?: readonly string[];
  readonly optional?: readonly string[];
  readonly numbers?: readonly string[];
  readonly repeated?: boolean;
}

/** The rows of a model, its parts by name and its terms in order: arm, covariates, factors, interactions. */
export interface ModelRows {
  readonly rows: Rows;
  readonly parts: readonly Part[];
  readonly terms: readonly (readonly string[])[];
  /** Columns left out because everyone has the same value. */
  readonly constant: readonly string[];
}

/**
 * The complete rows and the parts of a linear model. The arm is called `arm` and the visit `visit`, whatever their columns are
 * called; an interaction may name them by either.
 */
export function modelRows(data: Data, asked: ModelAsked, need: ModelNeed = {}): ModelRows | Declined {
  const { layout } = data;
  const withArm = !need.withoutArm;
  const covariates = asked.covariates ?? [];
  const factors = asked.factors ?? [];
  const twice = [asked.outcome, ...covariates, ...factors, layout.arm].find(
    (name, i, all) => name !== undefined && all.indexOf(name) < i,
  );
  if (twice !== undefined)
    return decline('column-in-two-parts', `The analysis uses column “${twice}” for two things. Remove it from one of them.`);
  if (need.visit && layout.visit === undefined) {
    return decline('no-visit', 'The model needs the column of visits: name it as "visit" under "data".');
  }
  const rows = rowsOf(data, {
    numbers: [asked.outcome, ...covariates, ...(need.numbers ?? [])],
    labels: [...factors, ...(need.visit ? [layout.visit!] : []), ...(need.labels ?? [])],
    optional: need.optional,
    arm: withArm,
    at: asked.at,
    repeated: need.repeated ?? need.visit ?? false,
  });
  if ('refused' in rows) return rows;
  const known = [...covariates, ...factors, ...(need.visit ? ['visit'] : []), ...(withArm ? ['arm'] : [])];
  const canonical = (name: string) => (name === layout.arm ? 'arm' : name === layout.visit && need.visit ? 'visit' : name);
  const interactions = (asked.interactions ?? []).map((names) => names.map(canonical));
  const unknown = interactions.flat().find((name) => !known.includes(name));
  if (unknown !== undefined) {
    return decline(
      'not-understood',
      `An interaction names “${unknown}”, which the model does not hold by itself. Add it to “covariates” or “factors”.`,
    );
  }
  if (rows.rows === 0) return decline('no-data', 'No row holds everything the analysis needs.', rows);
  if (withArm && rows.arms.length < 2) {
    return decline('one-arm', `Everybody who can be analysed is in “${rows.arms[0]}”, so there is nothing to compare.`, rows);
  }

  const constant: string[] = [];
  const parts: Part[] = withArm ? [levelsPart('arm', rows.arm, rows.arms)] : [];
  if (need.visit) parts.push(levelsPart('visit', rows.labels(layout.visit!), data.visits));
  for (const name of covariates) {
    const values = rows.numbers(name);
    if (values.every((value) => value === values[0])) constant.push(name);
    else parts.push({ kind: 'number', name, values });
  }
  for (const name of factors) {
    const part = levelsPart(name, rows.labels(name));
    if (part.kind === 'levels' && part.levels.length < 2) constant.push(name);
    else parts.push(part);
  }
  const held = (names: readonly string[]) => names.every((name) => !constant.includes(name));
  const mains = [...covariates, ...factors].filter((name) => !constant.includes(name)).map((name) => [name]);
  return {
    rows,
    parts,
    terms: [...(withArm ? [['arm']] : []), ...(need.visit ? [['visit']] : []), ...mains, ...interactions.filter(held)],
    constant,
  };
}
