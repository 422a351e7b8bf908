import { Type } from '@sinclair/typebox';
import { isRounding, mean, variance } from '../describe/mean';
import { withinPairs } from '../effect/standardised';
import { contrastOf } from './contrast';
import { AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { rowsOf } from './rows';

const options = { outcome: Column, before: Type.Optional(Column), at: AtVisit, level: Level };

/**
 * The paired t test: the same people in two arms (a crossover, eyes), or with `before` the change of everybody between two columns. Who has only one
 * of the two is left out and counted. See methods/t-tests.md.
 */
export const pairedMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const numbers = [asked.outcome, ...(asked.before === undefined ? [] : [asked.before])];
  if (asked.before === undefined && data.layout.participant === undefined) {
    return decline(
      'no-participant',
      'Pairs are of one participant: name the column under "data", or say "before" for a change between two columns.',
    );
  }
  const rows = rowsOf(data, { numbers, arm: asked.before === undefined, at: asked.at, repeated: asked.before === undefined });
  if ('refused' in rows) return rows;
  const outcome = rows.numbers(asked.outcome);
  const after: number[] = [];
  const before: number[] = [];
  let unpaired = 0;
  let arm = asked.outcome;
  if (asked.before !== undefined) {
    after.push(...outcome);
    before.push(...rows.numbers(asked.before));
  } else {
    if (rows.arms.length !== 2) return decline('two-arms', `Pairs are of two arms, and there are ${rows.arms.length}.`, rows);
    const [control, treated] = rows.arms as [string, string];
    arm = treated;
    const own = new Map<string, Map<string, number>>();
    for (const [i, id] of rows.participant.entries()) {
      const pair = own.get(id) ?? new Map<string, number>();
      if (pair.has(rows.arm[i]!))
        return decline('participant-twice', `“${id}” has two outcomes in arm “${rows.arm[i]}”. Say "at" which visit.`, rows);
      own.set(id, pair.set(rows.arm[i]!, outcome[i]!));
    }
    for (const pair of own.values()) {
      const [one, other] = [pair.get(treated), pair.get(control)];
      if (one === undefined || other === undefined) unpaired += 1;
      else {
        after.push(one);
        before.push(other);
      }
    }
  }
  const people = {
    n: after.length,
    nByArm: asked.before === undefined ? { [rows.arms[0]!]: after.length, [arm]: after.length } : rows.nByArm,
  };
  if (after.length < 2) return decline('too-few', `${after.length} complete pairs; a spread needs at least two.`, people);
  const differences = after.map((value, i) => value - before[i]!);
  const square = variance(differences);
  if (isRounding(square, [...after, ...before]))
    return decline('no-variance', 'Every pair differs by the same, so no standard error exists.', people);
  const n = differences.length;
  const correlation = correlationOf(after, before);
  const dz = withinPairs(differences, false, 'noncentral-t', level);
  return {
    ...people,
    contrasts: [
      contrastOf(
        { arm, ...(asked.before === undefined ? {} : { reference: asked.before }) },
        mean(differences),
        Math.sqrt(square / n),
        n - 1,
        level,
      ),
    ],
    warnings: [],
    details: {
      pairs: n,
      unpaired,
      correlation,
      dz: { estimate: dz.estimate, standardError: dz.standardError, interval: { level, ...dz.interval } },
      gz: withinPairs(differences, true, 'noncentral-t', level).estimate,
      dAverage: mean(differences) / Math.sqrt((variance(after) + variance(before)) / 2),
      dRepeated: correlation === null ? null : dz.estimate * Math.sqrt(2 * (1 - correlation)),
      rows: rows.rows,
      excluded: rows.excluded,
    },
  };
});

function correlationOf(x: readonly number[], y: readonly number[]): number | null {
  const [a, b] = [variance(x), variance(y)];
  if (isRounding(a, x) || isRounding(b, y)) return null;
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((total, value, i) => total + (value - mx) * (y[i]! - my), 0) / ((x.length - 1) * Math.sqrt(a * b));
}
