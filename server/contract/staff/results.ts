import { Type } from '@sinclair/typebox';
import { SummaryMeasure } from '#protocols/model/analysis-plan';
import { BaselineTable } from '#protocols/model/baseline-table';
import { Counts } from '#protocols/model/estimate';
import { EventAccount, ExclusionReason, GroupAccount } from '#protocols/model/plan';
import { Rerandomisation } from '#protocols/model/rerandomisation';
import { Language, Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Digest, InTrial, Instant, Nullable, object } from '../shapes';

export const WORKBOOK_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const common = ['signed-out', 'not-found', 'role-missing', 'not-understood', 'foreign-origin', 'busy'] as const;

const Interval = object({ level: Type.Number(), lower: Type.Number(), upper: Type.Number() });

/** One row of the forest plot and of the table beside it. */
const Row = object({
  id: Type.String(),
  label: Text,
  kind: Type.Union([Type.Literal('primary'), Type.Literal('sensitivity'), Type.Literal('subgroup')]),
  estimate: Nullable(Type.Number()),
  standardError: Nullable(Type.Number()),
  df: Nullable(Type.Number()),
  interval: Nullable(Interval),
  p: Nullable(Type.Number()),
  n: Type.Integer(),
  method: Type.String(),
  warnings: Type.Array(Type.String()),
  /** The named refusal of a method that could not estimate. */
  refused: Nullable(Type.String()),
});

const Trajectory = object({
  arm: Type.String(),
  points: Type.Array(
    object({
      wave: Type.String(),
      n: Type.Integer(),
      mean: Nullable(Type.Number()),
      lower: Nullable(Type.Number()),
      upper: Nullable(Type.Number()),
    }),
  ),
});

export const Effect = object({
  outcome: object({
    id: Type.String(),
    title: Text,
    wave: Type.String(),
    better: Type.String(),
    important: Nullable(Type.Number()),
    range: Type.Tuple([Type.Number(), Type.Number()]),
  }),
  arms: Type.Array(
    object({
      id: Type.String(),
      name: Text,
      reference: Type.Boolean(),
      n: Type.Integer(),
      analysed: Type.Integer(),
      adjustedMean: Nullable(Type.Number()),
    }),
  ),
  waves: Type.Array(object({ id: Type.String(), title: Text })),
  rows: Type.Array(Row),
  hedgesG: Nullable(object({ estimate: Type.Number(), interval: Interval })),
  /** What the numbers of the rows are: a log odds ratio where it says so. */
  scale: SummaryMeasure,
  /** What it means that people of one arm met in groups; null where the method does not reckon with it. */
  groups: Nullable(GroupAccount),
  /** What could happen after the draw, what was done about it, and to how many it happened. */
  events: Type.Array(EventAccount),
  /** Who is not in the main analysis and why, each at the first reason. */
  excluded: Type.Array(object({ reason: ExclusionReason, total: Type.Integer(), byArm: Counts.properties.byArm })),
  /** Whom a rule that asks for every item of the scale would have lost. */
  strict: Counts,
  /** The test that plays the trial's own lottery again, beside the main analysis. */
  rerandomisation: Rerandomisation,
  /** Every outcome of the locked plan, the primary first, each by its own method. */
  outcomes: Type.Array(
    object({
      role: Type.Union([Type.Literal('primary'), Type.Literal('secondary'), Type.Literal('exploratory')]),
      wave: Text,
      better: Type.String(),
      important: Nullable(Type.Number()),
      scale: SummaryMeasure,
      /** Where several outcomes share alpha. */
      adjustedP: Nullable(Type.Number()),
      row: Row,
    }),
  ),
  trajectories: Type.Array(Trajectory),
  /** Who was drawn, by arm and together. */
  baseline: BaselineTable,
  cutoff: Type.Integer(),
  /** How many were asked by each version of the protocol. */
  versions: Type.Array(object({ version: Type.String(), people: Type.Integer() })),
});

export const readResults = endpoint({
  id: 'readResults',
  method: 'GET',
  path: '/api/staff/trials/:trial/results',
  who: ['researcher', 'custodian', 'data-manager'],
  summary:
    'Before the lock: why nothing is shown by arm, and what is known without it. After: the effect, trajectories and forest plot.',
  params: InTrial,
  reply: object({
    lock: Nullable(
      object({
        proposedBy: Type.String(),
        lockedBy: Nullable(Type.String()),
        lockedAt: Nullable(Instant),
        plan: Digest,
        cutoff: Type.Integer(),
      }),
    ),
    /** Handed in by wave, all arms together. */
    completeness: Type.Array(object({ wave: Type.String(), title: Text, submitted: Type.Integer(), due: Type.Integer() })),
    allocated: Type.Integer(),
    /** Why the plan cannot be locked now, as a problem code. */
    refusal: Nullable(Type.String()),
    effect: Nullable(Effect),
    /** How many outcomes are reckoned, of how many, where the effect is not ready yet; ask again. */
    computing: Nullable(object({ done: Type.Integer(), of: Type.Integer() })),
  }),
  problems: common,
});

export const rehearseResults = endpoint({
  id: 'rehearseResults',
  method: 'GET',
  path: '/api/staff/trials/:trial/results/rehearsal',
  who: ['researcher', 'custodian'],
  summary:
    'Before the lock: the report on arms drawn anew by the trial’s own lottery, so that the plan is seen to run. No arm that was really drawn is read.',
  params: InTrial,
  query: object({ seed: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,5}$' })) }),
  reply: object({
    /** The same seed on the same answers gives the same picture. */
    seed: Type.Integer(),
    effect: Effect,
  }),
  problems: [...common, 'already-locked'],
});

export const lockPlan = endpoint({
  id: 'lockPlan',
  method: 'POST',
  path: '/api/staff/trials/:trial/lock',
  who: ['researcher', 'custodian', 'data-manager'],
  stepUp: true,
  summary: 'Proposes the lock of data and plan; asked by a second person, locks.',
  params: InTrial,
  reply: object({ locked: Type.Boolean() }),
  problems: [...common, 'step-up-needed', 'two-people', 'still-recruiting', 'already-locked'],
});

export const exportData = endpoint({
  id: 'exportData',
  method: 'POST',
  path: '/api/staff/trials/:trial/exports',
  who: ['researcher', 'data-manager'],
  stepUp: true,
  summary:
    'Data and codebook, as a zip of CSV files or as a workbook: no identity, study days instead of dates, pseudonyms of this file’s own. Each is a fact with the file’s hash.',
  params: InTrial,
  body: object({
    preset: Type.Union([Type.Literal('excel-workbook'), Type.Literal('excel-danish'), Type.Literal('statistics')]),
    /** Of a workbook's words; Danish where nothing is said. */
    language: Type.Optional(Language),
  }),
  file: ['application/zip', WORKBOOK_TYPE],
  reply: Type.Any(),
  problems: [...common, 'step-up-needed', 'not-locked'],
});
