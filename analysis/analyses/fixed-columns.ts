import { decline, type Declined } from './method';
import type { Sheet } from './sheet';

/** A column without blanks, person by person. */
export interface Fixed {
  readonly name: string;
  readonly values: Float64Array;
}

/** Columns that are drawn from and have no blanks: covariates, factors as indicators, and the arm where that is wanted. */
export function fixedColumns(
  sheet: Sheet,
  covariates: readonly string[],
  factors: readonly string[],
  withArm: boolean,
): Fixed[] | Declined {
  const made: Fixed[] = [];
  const indicators = (name: string, labels: readonly string[]) => {
    for (const level of [...new Set(labels)].sort().slice(1))
      made.push({ name: `${name}: ${level}`, values: Float64Array.from(labels, (label) => (label === level ? 1 : 0)) });
  };
  for (const [kind, names] of [
    ['numbers', covariates],
    ['labels', factors],
  ] as const) {
    for (const name of names) {
      const values = sheet.constant(name, kind);
      if ('refused' in values) return values as Declined;
      const empty = values.filter((value) => value === null).length;
      if (empty > 0)
        return decline(
          'predictor-missing',
          `“${name}” is blank for ${empty} people, and others are drawn from it. Name it under “impute” instead, or leave it out.`,
          sheet.counts,
        );
      if (kind === 'numbers') made.push({ name, values: Float64Array.from(values as readonly number[]) });
      else indicators(name, values as readonly string[]);
    }
  }
  if (withArm) indicators('arm', sheet.arm);
  return made;
}
