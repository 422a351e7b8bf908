import { Type } from '@sinclair/typebox';
import type { ArmContrast } from '#protocols/model/analyses';
import type { Warning } from '#protocols/model/estimate';
import { exactStrata } from '../effect/exact-strata';
import { fisher } from '../effect/fisher';
import { mantelHaenszel } from '../effect/mantel-haenszel';
import {
  association,
  clopperPearson,
  logOddsRatio,
  type LogRatio,
  logRiskRatio,
  numberNeeded,
  RISK_INTERVALS,
  riskDifferenceError,
  riskDifferenceInterval,
  type Table,
  wilson,
} from '../effect/two-by-two';
import { normalTails } from '../numeric/distributions';
import { accountOf, contrastOf } from './contrast';
import { eachArm } from './each-arm';
import { Event, type EventRule, eventsOf } from './events';
import { Column, decline, DEFAULT_LEVEL, methodOf, ONE_WAVE } from './method';
import { rowsOf } from './rows';

const options = {
  ...ONE_WAVE,
  event: Event,
  measure: Type.Optional(
    Type.Union((['risk-difference', 'risk-ratio', 'odds-ratio'] as const).map((measure) => Type.Literal(measure))),
  ),
  interval: Type.Optional(Type.Union(RISK_INTERVALS.map((kind) => Type.Literal(kind)))),
  strata: Type.Optional(Column),
};

/** Below this expected count the chi-square distribution is a poor guide. */
const FEW_EXPECTED = 5;

/** Risks, their difference and ratios, and tests of a 2 × 2 table, each arm against the control. See methods/binary.md. */
export const binaryMethod = methodOf(options, (asked, data) => {
  const level = asked.level ?? DEFAULT_LEVEL;
  const measure = asked.measure ?? 'risk-difference';
  if (asked.interval !== undefined && measure !== 'risk-difference') {
    return decline(
      'not-supported',
      '“interval” chooses how a difference in risks gets its interval; a ratio has one on the log scale.',
    );
  }
  const stratified =
    asked.strata === undefined
      ? null
      : rowsOf(data, { numbers: [asked.outcome], labels: [asked.strata], arm: true, at: asked.at });
  if (stratified && 'refused' in stratified) return stratified;
  return eachArm(data, asked, ({ outcome, arm, contrast }, rows) => {
    const events = eventsOf(outcome, asked.event, rows);
    if ('refused' in events) return events;
    const table = tableOf(events, arm, contrast.treated, contrast.reference);
    const { a, n1, c, n2 } = table;
    const tests = association(table);
    if (tests === null) {
      return decline(
        'no-variance',
        `${a === 0 ? 'Nobody' : 'Everybody'} in “${contrast.treated}” and “${contrast.reference}” has the event, so there is nothing to compare.`,
        rows,
      );
    }
    const kind = asked.interval ?? 'newcombe';
    const difference = a / n1 - c / n2;
    const error = riskDifferenceError(table);
    const found = measure === 'risk-difference' ? null : measure === 'risk-ratio' ? logRiskRatio(table) : logOddsRatio(table);
    if (measure !== 'risk-difference' && found === null) {
      return decline(
        'zero-cell',
        `A count of 0 leaves the ${measure.replace('-', ' ')} without an interval. Ask for the risk difference, whose intervals hold there.`,
        rows,
      );
    }
    if (measure === 'risk-difference' && error === 0 && kind === 'wald') {
      return decline(
        'no-variance',
        'Every risk is 0 or 1, and Wald’s error would be 0. Ask for "newcombe" or "miettinen-nurminen".',
        rows,
      );
    }
    const interval = { level, ...riskDifferenceInterval(table, kind, level) };
    const own: ArmContrast =
      found === null
        ? {
            arm: contrast.treated,
            estimate: difference,
            standardError: error > 0 ? error : null,
            df: null,
            interval,
            p: kind === 'wald' ? 2 * normalTails(Math.abs(difference / error)).upper : tests.pearson.p,
          }
        : contrastOf({ arm: contrast.treated }, found.log, found.standardError, null, level);
    const strata = stratified === null ? null : overStrata(stratified, asked, contrast.treated, contrast.reference, level);
    if (strata && 'refused' in strata) return strata;
    const warnings: Warning[] =
      tests.smallestExpected < FEW_EXPECTED
        ? [
            {
              code: 'few-expected',
              detail: `A cell is expected to hold ${tests.smallestExpected.toFixed(1)} people: rely on Fisher’s exact test.`,
            },
          ]
        : [];
    return {
      contrast: own,
      warnings,
      details: {
        measure: measure === 'risk-difference' ? measure : `log ${measure}`,
        table,
        risks: {
          treated: { risk: a / n1, interval: wilson(a, n1, level), exact: clopperPearson(a, n1, level) },
          reference: { risk: c / n2, interval: wilson(c, n2, level), exact: clopperPearson(c, n2, level) },
        },
        riskDifference: {
          estimate: difference,
          intervals: Object.fromEntries(RISK_INTERVALS.map((name) => [name, riskDifferenceInterval(table, name, level)])),
        },
        riskRatio: ratioOf(logRiskRatio(table), level),
        oddsRatio: ratioOf(logOddsRatio(table), level),
        oddsRatioHalfAdded: ratioOf(logOddsRatio(table, 0.5), level),
        numberNeeded: numberNeeded(difference, interval),
        chiSquare: tests.pearson,
        chiSquareYates: tests.yates,
        likelihoodRatio: tests.likelihoodRatio,
        phi: tests.phi,
        fisher: fisher(table, level),
        ...(strata ? { mantelHaenszel: strata } : {}),
        ...accountOf(rows),
      },
    };
  });
});

function tableOf(events: readonly number[], arm: readonly string[], treated: string, reference: string): Table {
  const count = (name: string, event: number) => arm.filter((own, i) => own === name && events[i]! >= event).length;
  return { a: count(treated, 1), n1: count(treated, 0), c: count(reference, 1), n2: count(reference, 0) };
}

/** A ratio with its interval, back from the logarithm. */
export function ratioOf(found: LogRatio | null, level: number) {
  if (found === null) return null;
  const { interval, p } = contrastOf({ arm: '' }, found.log, found.standardError, null, level);
  return {
    estimate: Math.exp(found.log),
    logStandardError: found.standardError,
    interval: { level, lower: Math.exp(interval!.lower), upper: Math.exp(interval!.upper) },
    p: p!,
  };
}

function overStrata(
  rows: Exclude<ReturnType<typeof rowsOf>, { refused: string }>,
  asked: { outcome: string; event?: EventRule; strata?: string },
  treated: string,
  reference: string,
  level: number,
) {
  const events = eventsOf(rows.numbers(asked.outcome), asked.event, rows);
  if ('refused' in events) return events;
  const stratum = rows.labels(asked.strata!);
  const tables = [...new Set(stratum)].map((name) => {
    const own = stratum.flatMap((label, i) => (label === name ? [i] : []));
    return tableOf(
      own.map((i) => events[i]!),
      own.map((i) => rows.arm[i]!),
      treated,
      reference,
    );
  });
  const found = mantelHaenszel(tables);
  if (found === null) {
    return decline('no-informative-stratum', `No stratum of “${asked.strata}” holds both arms and both outcomes.`, rows);
  }
  return { ...found, oddsRatio: ratioOf(found.oddsRatio, level), exact: exactStrata(tables, level) };
}
