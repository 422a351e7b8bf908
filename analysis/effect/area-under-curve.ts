/**
 * The area under straight lines between the values seen at given times, each whole year after the first worth 1 / (1 + rate) of the one
 * before: quality-adjusted life years where the values are utilities and times are years.
 * @param times rising, the first 0
 */
export function areaUnderCurve(times: readonly number[], values: readonly number[], rate: number): number {
  let total = 0;
  for (let k = 1; k < times.length; k++) {
    const [from, to] = [times[k - 1]!, times[k]!];
    const valueAt = (time: number) => values[k - 1]! + ((values[k]! - values[k - 1]!) * (time - from)) / (to - from);
    for (let start = from; start < to;) {
      const end = Math.min(to, Math.floor(start) + 1);
      total += ((end - start) * (valueAt(start) + valueAt(end))) / 2 / (1 + rate) ** Math.floor(start);
      start = end;
    }
  }
  return total;
}
