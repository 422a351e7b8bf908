/** An integrand is left out where it is below this power of e relative to its top: 1e-19. */
const NEGLIGIBLE = 44;

/** The top of a function with one summit, climbed from a start in steps that halve; to a thousandth. */
export function uphill(height: (u: number) => number, start: number): number {
  let at = start;
  for (let step = 1; step > 1e-3; step /= 2) {
    for (const direction of [-1, 1]) while (height(at + direction * step) > height(at)) at += direction * step;
  }
  return at;
}

/** ∫ exp(logIntegrand(u) + scale) du of a function with one summit, at about `top`, that may be as narrow as `narrowest`. */
export function integrate(logIntegrand: (u: number) => number, top: number, narrowest: number, scale: number): number {
  const height = logIntegrand(top);
  if (height === -Infinity) return 0;
  const edge = (direction: number) => {
    let reach = narrowest / 64;
    while (logIntegrand(top + direction * reach) > height - NEGLIGIBLE) reach *= 2;
    let inside = reach / 2;
    for (let turn = 0; turn < 6; turn++) {
      const middle = (inside + reach) / 2;
      if (logIntegrand(top + direction * middle) > height - NEGLIGIBLE) inside = middle;
      else reach = middle;
    }
    return top + direction * reach;
  };
  const from = edge(-1);
  const width = edge(1) - from;
  const integrand = (u: number) => Math.exp(logIntegrand(u) - height);

  let intervals = 32;
  let total = 0;
  for (let i = 0; i <= intervals; i++) total += integrand(from + (width * i) / intervals);
  let value = (total * width) / intervals;
  for (let settled = false; !settled && intervals < 4096;) {
    for (let i = 0; i < intervals; i++) total += integrand(from + (width * (i + 0.5)) / intervals);
    intervals *= 2;
    const finer = (total * width) / intervals;
    // Geometric convergence: doubling at least squares the error, so agreement to 1e-10 leaves none to see.
    settled = Math.abs(finer - value) <= 1e-10 * finer;
    value = finer;
  }
  return value * Math.exp(height + scale);
}
