import { Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';
import { type ArmRefusal, drawArm, drawInto, meansOf } from '../effect/multivariate-draws';
import { meansUnder, type Pattern, patternOf, STRATEGIES, type Strategy } from '../effect/reference-based';
import { type Chances, seededChances } from '../numeric/chance';
import { Delta } from './adjusted-sets';
import { analyseSets, Inner, type MethodNamed } from './analyse-sets';
import type { Completed, CompletedSets } from './completed';
import { type Fixed, fixedColumns } from './fixed-columns';
import { Imputations, Seed } from './imputed';
import { ADJUSTED, AtVisit, type Data, decline, type Declined, type Finding, Level, type Method, methodOf } from './method';
import { type Sheet, sheetOf } from './sheet';
import { Tipping } from './tipping';
import { Outcomes } from './visits';

const options = {
  outcome: Outcomes,
  ...ADJUSTED,
  strategy: Type.Union(STRATEGIES.map((name) => Type.Literal(name))),
  reference: Type.Optional(
    Type.Union([Type.String(), Type.Number()], {
      description: 'The arm that those not seen are taken to be like; the control where left out.',
    }),
  ),
  seed: Seed,
  imputations: Imputations,
  turns: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: '100 where left out.' })),
  analysis: Type.Optional(Inner),
  at: AtVisit,
  level: Level,
  delta: Delta,
  tipping: Tipping,
};

const IMPUTATIONS = 20;
const TURNS = 100;

/** One visit: the column that holds it, its place among the visits of a long file, and what it is called. */
interface Visit {
  readonly column: string;
  readonly place: number;
  readonly name: string;
}

/**
 * Repeated outcomes imputed under the multivariate normal distribution of each arm, those who left as if they were like the reference arm from
 * then on; pooled by Rubin's rules. See methods/reference-based.md.
 */
export function referenceBasedMethod(methodNamed: MethodNamed): Method {
  return methodOf(options, (asked, data): Finding | Declined => {
    const { layout } = data;
    if (layout.arm === undefined || layout.control === undefined)
      return decline(
        'no-control',
        'An effect compares arms: name the column and the control under "data", as "arm" and "control".',
      );
    const sheet = sheetOf(data);
    if ('refused' in sheet) return sheet;
    const visits = visitsOf(asked.outcome, data, sheet);
    if ('refused' in visits) return visits;
    if (visits.length < 2)
      return decline('one-visit', 'There is one visit. “imputed” with δ is the method for one.', sheet.counts);
    const at =
      asked.at === undefined
        ? visits.at(-1)!
        : visits.find(({ name, column }) => name === String(asked.at) || column === asked.at);
    if (!at)
      return decline(
        'no-such-visit',
        `There is no visit “${asked.at}”. Visits are ${visits.map(({ name }) => name).join(', ')}.`,
        sheet.counts,
      );
    const reference = String(asked.reference ?? layout.control);
    const missingArm = [reference, String(layout.control)].find((arm) => !sheet.arms.includes(arm));
    if (missingArm !== undefined)
      return decline(
        'one-arm',
        `Nobody is in “${missingArm}”. The arms are ${sheet.arms.map((arm) => `“${arm}”`).join(', ')}.`,
        sheet.counts,
      );
    const fixed = fixedColumns(sheet, asked.covariates ?? [], asked.factors ?? [], false);
    if ('refused' in fixed) return fixed;
    const sets = imputeUnder(sheet, visits, fixed, {
      strategy: asked.strategy,
      reference,
      imputations: asked.imputations ?? IMPUTATIONS,
      turns: asked.turns ?? TURNS,
      chances: seededChances(asked.seed),
    });
    if ('refused' in sets) return sets;
    const { covariates, factors, level } = asked;
    const own = {
      method: 'ancova' as const,
      outcome: at.column,
      ...(layout.visit === undefined ? {} : { at: at.name }),
      ...(covariates ? { covariates } : {}),
      ...(factors ? { factors } : {}),
      ...(level === undefined ? {} : { level }),
    };
    const shiftable = [...new Set(visits.map(({ column }) => column))];
    const analysis = (asked.analysis ?? own) as Inner;
    const answer = analyseSets(sets, layout, { analysis, delta: asked.delta, tipping: asked.tipping, shiftable }, methodNamed);
    return 'refused' in answer
      ? answer
      : { ...answer, details: { seed: asked.seed, strategy: asked.strategy, reference, ...answer.details } };
  });
}

function visitsOf(
  outcome: string | readonly string[] | Readonly<Record<string, string>>,
  data: Data,
  sheet: Sheet,
): Visit[] | Declined {
  if (typeof outcome === 'string') {
    if (data.layout.visit === undefined)
      return decline(
        'no-visit',
        'The outcome is one column, and "data" names no column of visits. Name it as "visit", or give a column for each visit.',
      );
    return sheet.visits.map((name, place) => ({ column: outcome, place, name }));
  }
  if (data.layout.visit !== undefined)
    return decline(
      'long-and-wide',
      'The outcome names a column for each visit, and "data" names a column of visits. Give one of the two.',
    );
  const columns = Array.isArray(outcome) ? (outcome as readonly string[]).map((name) => [name, name]) : Object.entries(outcome);
  return columns.map(([name, column]) => ({ column: column!, place: 0, name: name! }));
}

interface Under {
  readonly strategy: Strategy;
  readonly reference: string;
  readonly imputations: number;
  readonly turns: number;
  readonly chances: Chances;
}

function imputeUnder(sheet: Sheet, visits: readonly Visit[], fixed: readonly Fixed[], under: Under): CompletedSets | Declined {
  const seen: Float64Array[] = [];
  for (const { column, place } of visits) {
    const values = sheet.numbers(column);
    if ('refused' in values) return values as Declined;
    seen.push(Float64Array.from(values[place]!, (value) => value ?? NaN));
  }
  const rowsOf = sheet.arms.map((arm) => sheet.people.flatMap((_, k) => (sheet.arm[k] === arm ? [k] : [])));
  const arms = rowsOf.map((rows) => {
    const pick = (values: Float64Array) => Float64Array.from(rows, (person) => values[person]!);
    return {
      predictors: [new Float64Array(rows.length).fill(1), ...fixed.map(({ values }) => pick(values))],
      outcomes: seen.map(pick),
    };
  });
  const lastOf = arms.map(({ outcomes }) =>
    Array.from({ length: outcomes[0]!.length }, (_, i) => outcomes.findLastIndex((values) => !Number.isNaN(values[i]!))),
  );
  const referenceAt = sheet.arms.indexOf(under.reference);
  const sets: Completed[] = [];
  for (let k = 0; k < under.imputations; k++) {
    const draws = arms.map((arm, a) => drawArm(arm, under.turns, under.chances(k, a)));
    const whole = new Map<string, Float64Array[]>();
    for (const { column } of visits)
      whole.set(
        column,
        sheet.visits.map(() => new Float64Array(sheet.people.length).fill(NaN)),
      );
    const reference = draws[referenceAt]!;
    for (const [a, own] of draws.entries()) {
      if ('refused' in own) return refusalOf(own, sheet.arms[a]!, visits, sheet);
      if ('refused' in reference) return refusalOf(reference, under.reference, visits, sheet);
      if (a !== referenceAt && under.strategy !== 'mar') {
        const chance = under.chances(k, a, 1);
        const ownMeans = meansOf(arms[a]!.predictors, own.beta);
        const theirs = meansOf(arms[a]!.predictors, reference.beta);
        const tails = new Map<number, Pattern>();
        for (const [i, last] of lastOf[a]!.entries()) {
          if (last === visits.length - 1) continue;
          const pattern = tails.get(last) ?? tailOf(reference.covariance, last);
          if ('refused' in pattern)
            return refusalOf({ refused: 'no-variance', people: 0, needed: 0 }, under.reference, visits, sheet);
          tails.set(last, pattern);
          const at = (means: readonly Float64Array[]) => means.map((values) => values[i]!);
          drawInto(own.completed, i, pattern, meansUnder(under.strategy, at(ownMeans), at(theirs), last), chance);
        }
      }
      visits.forEach(({ column, place }, v) => {
        const into = whole.get(column)![place]!;
        rowsOf[a]!.forEach((person, i) => (into[person] = own.completed[v]![i]!));
      });
    }
    sets.push(whole);
  }
  const place = new Map(visits.map(({ column, place: own }, v) => [`${own} ${column}`, v]));
  const left = sheet.arms.map((arm, a) => ({
    arm,
    people: rowsOf[a]!.length,
    byLastVisit: [...visits.keys(), -1].map((v) => ({
      last: v < 0 ? null : visits[v]!.name,
      people: lastOf[a]!.filter((last) => last === v).length,
    })),
  }));
  return {
    sheet,
    sets,
    drawn: (name, visit, person) => Number.isNaN(seen[place.get(`${visit} ${name}`) ?? -1]?.[person] ?? 0),
    warnings: warningsOf(seen),
    details: { turns: under.turns, left },
  };
}

/** Everyone up to the last visit seen is complete by then: what was missed between was drawn under the own arm. */
function tailOf(covariance: Parameters<typeof patternOf>[0], last: number): ReturnType<typeof patternOf> {
  const all = Array.from({ length: covariance.rows }, (_, v) => v);
  return patternOf(covariance, all.slice(0, last + 1), all.slice(last + 1));
}

function warningsOf(seen: readonly Float64Array[]): Warning[] {
  if (seen.some((values) => values.some(Number.isNaN))) return [];
  return [{ code: 'nothing-missing', detail: 'No value was missing: every completed dataset is the file.' }];
}

function refusalOf(
  { refused, people, needed, visit }: ArmRefusal,
  arm: string,
  visits: readonly Visit[],
  sheet: Sheet,
): Declined {
  switch (refused) {
    case 'never-seen':
      return decline(
        'no-data',
        `Nobody in arm “${arm}” was seen at visit “${visits[visit!]!.name}”. Leave the visit out.`,
        sheet.counts,
      );
    case 'too-few':
      return decline(
        'too-few',
        `Arm “${arm}” has ${people} people, and its means and covariances take at least ${needed}. Adjust for less, or leave visits out.`,
        sheet.counts,
      );
    case 'no-variance':
      return decline(
        'no-variance',
        `In arm “${arm}” the visits do not vary by themselves, so their covariance cannot be drawn.`,
        sheet.counts,
      );
  }
}
