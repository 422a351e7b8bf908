import { Type } from '@sinclair/typebox';
import { BaselineTable } from '#protocols/model/baseline-table';
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
  trajectories: Type.Array(Trajectory),
  /** Who was drawn, by arm and together. */
  baseline: BaselineTable,
  cutoff: Type.Integer(),
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
  }),
  problems: common,
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
