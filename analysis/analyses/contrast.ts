import type { ArmContrast } from '#protocols/model/analyses';
import type { Refusal } from '#protocols/model/estimate';
import type { Difference } from '../effect/estimate';
import { normalQuantile, normalTails, studentQuantile, studentTwoSided } from '../numeric/distributions';
import type { Declined, People } from './method';
import type { Rows } from './rows';

/** A contrast with symmetric interval and two-sided p, from t with `df` or, where df is null, from the normal distribution. */
export function contrastOf(
  who: Pick<ArmContrast, 'arm' | 'reference' | 'visit'>,
  estimate: number,
  standardError: number,
  df: number | null,
  level: number,
): ArmContrast {
  const tail = (1 - level) / 2;
  const reach = (df === null ? normalQuantile(tail, 'upper') : studentQuantile(tail, df, 'upper')) * standardError;
  const statistic = estimate / standardError;
  return {
    ...who,
    estimate,
    standardError,
    df,
    interval: { level, lower: estimate - reach, upper: estimate + reach },
    p: df === null ? 2 * normalTails(Math.abs(statistic)).upper : studentTwoSided(statistic, df),
  };
}

/** An estimate of a protocol's own plan as a contrast. */
export function contrastFrom(own: Difference): ArmContrast {
  const { estimate, standardError, df, interval, p } = own;
  return { arm: own.contrasts[0]!.arm, estimate, standardError, df, interval, p };
}

/** A refusal of a protocol's own plan as one of an analysis. */
export function declinedFrom(own: Refusal, people: People): Declined {
  return { refused: own.refused, detail: own.detail, n: people.n, nByArm: people.nByArm };
}

/** What every analysis tells about the rows it could not use. */
export function accountOf(rows: Rows): Record<string, unknown> {
  return { rows: rows.rows, excluded: rows.excluded };
}
