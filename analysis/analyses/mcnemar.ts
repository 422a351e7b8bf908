import { clopperPearson } from '../effect/two-by-two';
import { binomialTails } from '../numeric/counts';
import { chiSquareTails } from '../numeric/distributions';
import { accountOf, contrastOf } from './contrast';
import { Event, eventsOf } from './events';
import { AtVisit, Column, decline, DEFAULT_LEVEL, Level, methodOf } from './method';
import { rowsOf } from './rows';

/** McNemar's test of everybody's yes or no in two columns: the change in risk, exact p. See methods/categorical.md. */
export const mcnemarMethod = methodOf(
  { outcome: Column, before: Column, event: Event, at: AtVisit, level: Level },
  (asked, data) => {
    const level = asked.level ?? DEFAULT_LEVEL;
    const rows = rowsOf(data, { numbers: [asked.outcome, asked.before], arm: false, at: asked.at });
    if ('refused' in rows) return rows;
    if (rows.rows === 0) return decline('no-data', 'No row holds both columns.', rows);
    const after = eventsOf(rows.numbers(asked.outcome), asked.event, rows);
    if ('refused' in after) return after;
    const before = eventsOf(rows.numbers(asked.before), asked.event, rows);
    if ('refused' in before) return before;
    const count = (was: number, is: number) => after.filter((own, i) => own === is && before[i] === was).length;
    const [gained, lost] = [count(0, 1), count(1, 0)];
    const n = rows.rows;
    const changed = gained + lost;
    if (changed === 0) return decline('no-variance', 'Nobody changed, so there is nothing to test.', rows);
    const estimate = (gained - lost) / n;
    const variance = (changed - (gained - lost) ** 2 / n) / n ** 2;
    if (!(variance > 0)) return decline('no-variance', 'Everybody changed the same way, so no standard error exists.', rows);
    const test = (statistic: number) => ({ statistic, df: 1, p: chiSquareTails(statistic, 1).upper });
    const share = clopperPearson(gained, changed, level);
    const odds = (p: number) => (p === 1 ? null : p / (1 - p));
    return {
      n: rows.n,
      nByArm: rows.nByArm,
      contrasts: [
        {
          ...contrastOf({ arm: asked.outcome, reference: asked.before }, estimate, Math.sqrt(variance), null, level),
          p: Math.min(1, 2 * binomialTails(Math.min(gained, lost), changed, 0.5).lower),
        },
      ],
      warnings: [],
      details: {
        table: { stayedNo: count(0, 0), gained, lost, stayedYes: count(1, 1) },
        mcnemar: test((gained - lost) ** 2 / changed),
        mcnemarCorrected: test(Math.max(0, Math.abs(gained - lost) - 1) ** 2 / changed),
        oddsRatio: { estimate: odds(gained / changed), interval: { level, lower: odds(share.lower), upper: odds(share.upper) } },
        ...accountOf(rows),
      },
    };
  },
);
