import type { Chance } from '../numeric/chance';

/** Predictors of one variable: columns over all rows, the rows where it was seen and those where it is to be drawn. */
export interface Drawing {
  readonly predictors: readonly Float64Array[];
  /** The variable itself; only the observed rows are read. */
  readonly values: Float64Array;
  readonly observed: Int32Array;
  readonly missing: Int32Array;
}

/** Why nothing can be drawn: so many rows seen, so many coefficients. */
export interface CannotDraw {
  readonly refused: 'too-few' | 'no-variance' | 'not-converged';
  readonly seen: number;
  readonly coefficients: number;
}

/** What is left of a column after those before it, as a share of itself, below which it follows from them. */
const DEPENDENT = 1e-8;

/** Nearest people whose seen value one is drawn from. */
const DONORS = 5;

/** A regression fitted and one draw of its parameters, on columns less their means: fitted(row) at either. */
interface Draw {
  readonly fitted: (row: number) => number;
  readonly drawn: (row: number) => number;
  readonly sigma: number;
}

/**
 * Bayesian linear regression under the usual flat prior, one draw: σ² = RSS / χ², β normal around least squares.
 * Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, 166–167.
 */
export function drawNormal(drawing: Drawing, chance: Chance): Float64Array | CannotDraw {
  const draw = drawRegression(drawing, chance);
  if ('refused' in draw) return draw;
  return Float64Array.from(drawing.missing, (row) => draw.drawn(row) + draw.sigma * chance.normal());
}

/**
 * Predictive mean matching: each missing value is the seen value of one of the five people whose fitted mean is nearest to the mean
 * drawn for it, so that nothing outside the scale is ever imputed. Ties among donors are broken at random.
 * Sources: Little (1988), Journal of Business & Economic Statistics 6, 287–296; Morris, White and Royston (2014), BMC Med Res Methodol 14, 75.
 */
export function drawMatched(drawing: Drawing, chance: Chance): Float64Array | CannotDraw {
  const { observed, missing, values } = drawing;
  const draw = drawRegression(drawing, chance);
  if ('refused' in draw) return draw.refused === 'no-variance' ? seenAnywhere(drawing, chance) : draw;
  const donors = Int32Array.from(observed);
  for (let i = donors.length - 1; i > 0; i--) {
    const j = chance.whole(i + 1);
    [donors[i], donors[j]] = [donors[j]!, donors[i]!];
  }
  const fitted = new Map<number, number>();
  for (const row of donors) fitted.set(row, draw.fitted(row));
  const order = Array.from(donors).sort((a, b) => fitted.get(a)! - fitted.get(b)!);
  const means = Float64Array.from(order, (row) => fitted.get(row)!);
  const many = Math.min(DONORS, order.length);
  return Float64Array.from(missing, (row) => {
    const wanted = draw.drawn(row);
    let high = firstAtLeast(means, wanted);
    let low = high;
    // The window grows towards whichever neighbour is nearer.
    while (high - low < many) {
      const below = low > 0 ? wanted - means[low - 1]! : Infinity;
      const above = high < means.length ? means[high]! - wanted : Infinity;
      if (below <= above) low -= 1;
      else high += 1;
    }
    return values[order[low + chance.whole(many)]!]!;
  });
}

function seenAnywhere({ observed, missing, values }: Drawing, chance: Chance): Float64Array {
  return Float64Array.from(missing, () => values[observed[chance.whole(observed.length)]!]!);
}

function firstAtLeast(sorted: Float64Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function drawRegression({ predictors, values, observed }: Drawing, chance: Chance): Draw | CannotDraw {
  const n = observed.length;
  const q = predictors.length;
  const centre = new Float64Array(q);
  let centreY = 0;
  for (let i = 0; i < n; i++) {
    const row = observed[i]!;
    for (let j = 0; j < q; j++) centre[j]! += predictors[j]![row]!;
    centreY += values[row]!;
  }
  for (let j = 0; j < q; j++) centre[j]! /= n;
  centreY /= n;
  const cross = new Float64Array(q * q);
  const withY = new Float64Array(q);
  const own = new Float64Array(q);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const row = observed[i]!;
    const y = values[row]! - centreY;
    squares += y * y;
    for (let j = 0; j < q; j++) {
      const x = predictors[j]![row]! - centre[j]!;
      own[j] = x;
      withY[j]! += x * y;
      for (let k = 0; k <= j; k++) cross[k * q + j]! += x * own[k]!;
    }
  }
  // Cholesky of the lower triangle, passing over columns that follow from those before them.
  const kept: number[] = [];
  const lower: Float64Array[] = [];
  for (let j = 0; j < q; j++) {
    const line = new Float64Array(kept.length + 1);
    let pivot = cross[j * q + j]!;
    kept.forEach((k, at) => {
      let value = cross[k * q + j]!;
      for (let l = 0; l < at; l++) value -= line[l]! * lower[at]![l]!;
      line[at] = value / lower[at]![at]!;
      pivot -= line[at]! ** 2;
    });
    if (!(pivot > DEPENDENT * cross[j * q + j]!)) continue;
    line[kept.length] = Math.sqrt(pivot);
    kept.push(j);
    lower.push(line);
  }
  const p = kept.length;
  const coefficients = p + 1;
  if (n <= coefficients) return { refused: 'too-few', seen: n, coefficients };
  if (!(squares > 0)) return { refused: 'no-variance', seen: n, coefficients };
  // The outcome on the orthogonal axes: what they explain is their length squared.
  const axis = new Float64Array(p);
  let residual = squares;
  for (let at = 0; at < p; at++) {
    let value = withY[kept[at]!]!;
    for (let l = 0; l < at; l++) value -= lower[at]![l]! * axis[l]!;
    axis[at] = value / lower[at]![at]!;
    residual -= axis[at]! ** 2;
  }
  const sigma = Math.sqrt(Math.max(residual, 0) / chance.chiSquare(n - coefficients));
  const moved = axis.map((value) => value + sigma * chance.normal());
  const centreDrawn = centreY + (sigma * chance.normal()) / Math.sqrt(n);
  const backwards = (rotated: Float64Array): Float64Array => {
    const beta = rotated.slice();
    for (let at = p - 1; at >= 0; at--) {
      for (let l = at + 1; l < p; l++) beta[at]! -= lower[l]![at]! * beta[l]!;
      beta[at]! /= lower[at]![at]!;
    }
    return beta;
  };
  const meanAt = (constant: number, beta: Float64Array) => (row: number) => {
    let total = constant;
    for (let at = 0; at < p; at++) total += beta[at]! * (predictors[kept[at]!]![row]! - centre[kept[at]!]!);
    return total;
  };
  return { fitted: meanAt(centreY, backwards(axis)), drawn: meanAt(centreDrawn, backwards(moved)), sigma };
}
