/** Where a rule looks at a function, and what each look weighs. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const known = new Map<number, Rule>();

/**
 * The Gauss–Legendre rule of n points on -1 to 1, exact for polynomials of degree 2n - 1. Nodes by Newton's method on the Legendre polynomial.
 * Source: Davis and Rabinowitz (1984), Methods of Numerical Integration, 2nd ed., section 2.7.
 */
export function gaussLegendre(n: number): Rule {
  const found = known.get(n);
  if (found) return found;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 20; turn++) {
      let [own, before] = [1, 0];
      for (let k = 1; k <= n; k++) [own, before] = [((2 * k - 1) * x * own - (k - 1) * before) / k, own];
      slope = (n * (x * own - before)) / (x * x - 1);
      const step = own / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    nodes[n - 1 - i] = x;
    weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
  }
  const rule = { nodes, weights };
  known.set(n, rule);
  return rule;
}

/** The rule of n points laid on each of the equal parts of `low` to `high` that are no wider than `widest`. */
export function panels(low: number, high: number, widest: number, n: number): Rule {
  const { nodes, weights } = gaussLegendre(n);
  const parts = Math.max(1, Math.ceil((high - low) / widest));
  const half = (high - low) / parts / 2;
  const all = { nodes: new Float64Array(parts * n), weights: new Float64Array(parts * n) };
  for (let part = 0; part < parts; part++) {
    const middle = low + (2 * part + 1) * half;
    for (let i = 0; i < n; i++) {
      all.nodes[part * n + i] = middle + half * nodes[i]!;
      all.weights[part * n + i] = half * weights[i]!;
    }
  }
  return all;
}
