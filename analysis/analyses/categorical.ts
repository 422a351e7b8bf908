import { chiSquareTails } from '../numeric/distributions';
import { fisherTable } from '../effect/fisher-table';
import { sortLevels } from '../effect/model-matrix';
import { accountOf } from './contrast';
import { AtVisit, Column, decline, methodOf } from './method';
import { rowsOf } from './rows';

const FEW_EXPECTED = 5;

/** Categories by arm: Pearson's and Fisher's tests that they are alike; it estimates nothing. See methods/categorical.md. */
export const categoricalMethod = methodOf({ outcome: Column, at: AtVisit }, (asked, data) => {
  const rows = rowsOf(data, { labels: [asked.outcome], arm: true, at: asked.at });
  if ('refused' in rows) return rows;
  if (rows.rows === 0) return decline('no-data', 'No row holds both an arm and an outcome.', rows);
  if (rows.arms.length < 2) return decline('one-arm', `Everybody is in “${rows.arms[0]}”, so there is nothing to compare.`, rows);
  const labels = rows.labels(asked.outcome);
  const categories = sortLevels([...new Set(labels)]);
  if (categories.length < 2)
    return decline('no-variance', `Everyone is in the category “${categories[0]}”, so there is nothing to compare.`, rows);
  const table = rows.arms.map((arm) =>
    categories.map((category) => labels.filter((label, i) => label === category && rows.arm[i] === arm).length),
  );
  const byArm = table.map((row) => row.reduce((total, count) => total + count, 0));
  const byCategory = categories.map((_, j) => table.reduce((total, row) => total + row[j]!, 0));
  const expected = byArm.map((own) => byCategory.map((of) => (own * of) / rows.rows));
  let [pearson, likelihood] = [0, 0];
  table.forEach((row, i) =>
    row.forEach((count, j) => {
      pearson += (count - expected[i]![j]!) ** 2 / expected[i]![j]!;
      if (count > 0) likelihood += 2 * count * Math.log(count / expected[i]![j]!);
    }),
  );
  const df = (byArm.length - 1) * (categories.length - 1);
  const test = (statistic: number) => ({ statistic, df, p: chiSquareTails(Math.max(0, statistic), df).upper });
  const exact = fisherTable(table);
  const smallest = Math.min(...expected.flat());
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: [],
    warnings: [
      ...(smallest < FEW_EXPECTED
        ? [
            {
              code: 'few-expected',
              detail: `A cell is expected to hold ${smallest.toFixed(1)} people: rely on Fisher’s exact test.`,
            },
          ]
        : []),
      ...(exact === null
        ? [
            {
              code: 'not-enumerated',
              detail: 'There are too many tables with these margins to go through, so Fisher’s test was not made.',
            },
          ]
        : []),
    ],
    details: {
      categories,
      table: rows.arms.map((arm, i) => ({ arm, counts: table[i]!, expected: expected[i]! })),
      chiSquare: test(pearson),
      likelihoodRatio: test(likelihood),
      cramersV: Math.sqrt(pearson / (rows.rows * (Math.min(byArm.length, categories.length) - 1))),
      fisher: exact === null ? null : { p: exact },
      ...accountOf(rows),
    },
  };
});
