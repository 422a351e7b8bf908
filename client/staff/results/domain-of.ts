const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];

/** An axis that holds all values between round ends: at most eight ticks, the same step everywhere, nothing cut. */
export function domainOf(values: readonly number[]): { domain: [number, number]; ticks: number[] } {
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const step = STEPS.find((size) => (highest - lowest) / size <= 6) ?? 1000;
  const from = Math.floor(lowest / step);
  const to = Math.max(from + 1, Math.ceil(highest / step));
  const ticks = Array.from({ length: to - from + 1 }, (_nothing, place) => Number(((from + place) * step).toFixed(1)));
  return { domain: [ticks[0] ?? lowest, ticks.at(-1) ?? highest], ticks };
}
