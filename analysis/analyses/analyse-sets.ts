import { type Static, Type } from '@sinclair/typebox';
import type { Layout, MethodName } from '#protocols/model/analyses';
import type { Warning } from '#protocols/model/estimate';
import type { Frame } from '../data/frame';
import { type Delta, adjusted } from './adjusted-sets';
import { misunderstood } from './checked';
import type { CompletedSets } from './completed';
import { decline, type Declined, DEFAULT_LEVEL, type Finding, type Method } from './method';
import { poolFindings } from './pooling';
import { type Tipping, type TippingAnswer, tippingPoints } from './tipping';

/** Analyses whose estimates are near normal on their own scale, as Rubin's rules assume. */
export const POOLABLE = [
  'ancova',
  'cost-effectiveness',
  'g-computation',
  'logistic',
  'mixed',
  'mmrm',
  'modified-poisson',
  'partially-nested',
  'pooled',
  'qaly',
  'welch',
] as const satisfies readonly MethodName[];

/** The analysis of each completed dataset: any of these methods with its own options. */
export const Inner = Type.Object(
  { method: Type.Union(POOLABLE.map((name) => Type.Literal(name))) },
  { additionalProperties: true },
);
export type Inner = Static<typeof Inner> & Readonly<Record<string, unknown>>;

/** Looks a method up by its name; the registry's own, passed in. */
export type MethodNamed = (name: MethodName) => Method;

/** What is asked of completed datasets: an analysis, and what may be added to drawn values before it. */
export interface SetsAsked {
  readonly analysis: Inner;
  readonly delta?: Delta;
  readonly tipping?: Tipping;
  readonly shiftable: readonly string[];
}

/** Runs the analysis on every frame and brings the answers together by Rubin's rules. */
export function analyseFrames(
  frames: readonly Frame[],
  layout: Layout,
  analysis: Inner,
  methodNamed: MethodNamed,
): Finding | Declined {
  const method = methodNamed(analysis.method);
  const refused = misunderstood(method, analysis);
  if (refused) return { ...refused, detail: `“analysis”: ${refused.detail}` };
  const findings: Finding[] = [];
  for (const [k, frame] of frames.entries()) {
    const answer = method.run(analysis, { frame, layout });
    if ('refused' in answer) return { ...answer, detail: `Completed dataset ${k + 1}: ${answer.detail}` };
    findings.push(answer);
  }
  const first = findings[0]!;
  const level = typeof analysis.level === 'number' ? analysis.level : DEFAULT_LEVEL;
  const pooled = poolFindings(findings, level);
  if ('refused' in pooled) return pooled;
  const { contrasts, ...rest } = pooled;
  const main = first.main ?? 0;
  const told = new Map(findings.flatMap(({ warnings }) => warnings.map((one): [string, Warning] => [one.detail, one])));
  const blank = (first.details.excluded ?? []) as readonly { column: string; rows: number }[];
  return {
    n: first.n,
    nByArm: first.nByArm,
    contrasts,
    main,
    warnings: [
      ...told.values(),
      ...fewImputations(findings.length, rest.rubin[main]!.fractionMissing),
      ...blank.map(({ column, rows }) => ({
        code: 'still-blank',
        detail: `${rows} rows were left out because “${column}” is blank there and was not imputed.`,
      })),
    ],
    details: {
      analysis,
      model: first.details.model,
      imputations: findings.length,
      ...rest,
      byImputation: findings.map((one) => ({
        estimate: one.contrasts[main]!.estimate,
        standardError: one.contrasts[main]!.standardError,
      })),
    },
  };
}

/** Fewer imputations than the percentage of information missing leave p to chance. Source: White, Royston and Wood (2011), Statistics in Medicine 30, 377–399. */
function fewImputations(m: number, fractionMissing: number): Warning[] {
  const wanted = Math.ceil(100 * fractionMissing);
  if (m >= wanted) return [];
  return [
    {
      code: 'few-imputations',
      detail: `${wanted} % of the information about the effect is missing, and there are ${m} imputations. Ask for at least ${wanted}.`,
    },
  ];
}

/** The pooled analysis of completed datasets, shifted by δ where that is asked, with the search for the δ that tips it. */
export function analyseSets(
  sets: CompletedSets,
  layout: Layout,
  { analysis, delta, tipping, shiftable }: SetsAsked,
  methodNamed: MethodNamed,
): Finding | Declined {
  const answerOf = (own: CompletedSets) =>
    analyseFrames(
      own.sets.map((set) => own.sheet.filled(set)),
      layout,
      analysis,
      methodNamed,
    );
  const base = delta === undefined ? sets : adjusted(sets, delta, shiftable);
  if ('refused' in base) return base;
  const found = answerOf(base);
  if ('refused' in found) return found;
  const warnings = [...sets.warnings, ...found.warnings];
  const details = { ...found.details, ...sets.details, ...(delta === undefined ? {} : { delta }) };
  if (tipping === undefined) return { ...found, warnings, details };
  const searched = tippingPoints(tipping, (shift) => {
    const moved = adjusted(base, { [tipping.arm]: tipping.at === undefined ? shift : { [tipping.at]: shift } }, shiftable);
    if ('refused' in moved) return moved;
    const own = answerOf(moved);
    if ('refused' in own) return own;
    const { estimate, p } = own.contrasts[own.main ?? 0]!;
    return { delta: shift, estimate, p: p! };
  });
  if ('refused' in searched) return decline(searched.refused, searched.detail, found);
  warnings.push(...tippingNotes(tipping, searched));
  return { ...found, warnings, details: { ...details, tipping: searched } };
}

/** Where the conclusion tips, in words: whoever reads the table only must see it. */
function tippingNotes({ arm, from, to }: Tipping, { points, alpha }: TippingAnswer): Warning[] {
  if (points.length === 0)
    return [{ code: 'no-tipping-point', detail: `Between δ ${from} and ${to} the p-value stays on one side of ${alpha}.` }];
  return points.map(({ delta, estimate }) => ({
    code: 'tipping-point',
    detail: `The p-value crosses ${alpha} where ${Number(delta.toPrecision(4))} is added to what was drawn in “${arm}”; the estimate is ${Number(estimate.toPrecision(4))} there.`,
  }));
}
