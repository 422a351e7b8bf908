/** Probabilities this much above the observed table's count as equal, as rounding decides otherwise; R's own margin. */
const EQUALLY_LIKELY = Math.log1p(1e-7);
/** More counts tried than this, over all cells, and the tables are too many to go through. */
const MOST_COUNTS = 500_000;

/**
 * Fisher's exact test of a table of any size: the probability, margins held, of tables no likelier than the one seen. Null where
 * there are too many to go through. Source: Freeman and Halton (1951), Biometrika 38, 141–149.
 */
export function fisherTable(table: readonly (readonly number[])[]): number | null {
  const rows = table.map((row) => row.reduce((total, count) => total + count, 0));
  const columns = table[0]!.map((_, j) => table.reduce((total, row) => total + row[j]!, 0));
  const n = rows.reduce((total, count) => total + count, 0);
  const logFactorial = new Float64Array(n + 1);
  for (let k = 2; k <= n; k++) logFactorial[k] = logFactorial[k - 1]! + Math.log(k);
  const margins = [...rows, ...columns].reduce((total, count) => total + logFactorial[count]!, -logFactorial[n]!);
  const seen = table.flat().reduce((total, count) => total - logFactorial[count]!, margins);
  const left = rows.slice();
  let [total, counts] = [0, 0];
  /** Fills cell (i, j) with every count that can stand there, then goes on; the last cell of a column takes what is left. */
  const fill = (i: number, j: number, open: number, log: number): boolean => {
    if (j === columns.length - 1) {
      const own = left.reduce((sum, count) => sum - logFactorial[count]!, log);
      if (own <= seen + EQUALLY_LIKELY) total += Math.exp(own);
      return true;
    }
    if (i === left.length - 1) {
      left[i]! -= open;
      const going = fill(0, j + 1, columns[j + 1]!, log - logFactorial[open]!);
      left[i]! += open;
      return going;
    }
    if ((counts += 1) > MOST_COUNTS) return false;
    const below = left.slice(i + 1).reduce((sum, count) => sum + count, 0);
    for (let count = Math.max(0, open - below); count <= Math.min(open, left[i]!); count++) {
      left[i]! -= count;
      const going = fill(i + 1, j, open - count, log - logFactorial[count]!);
      left[i]! += count;
      if (!going) return false;
    }
    return true;
  };
  return fill(0, 0, columns[0]!, margins) ? Math.min(1, total) : null;
}
