import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';
import type { ArmContrast, Estimates, Layout } from '#protocols/model/analyses';
import type { Warning } from '#protocols/model/estimate';
import type { Frame } from '../data/frame';

/** The data an analysis may read: the file, what its columns are, and nothing else. */
export interface Data {
  readonly frame: Frame;
  readonly layout: Layout;
  /** The visits in order of time, where their names do not tell it. */
  readonly visits?: readonly string[];
  /** What the analyses before this one in the file answered. */
  readonly earlier?: Estimates['estimates'];
}

/** People behind an answer. */
export interface People {
  readonly n: number;
  readonly nByArm: Readonly<Record<string, number>>;
}

/** What a method found; the first contrast is the one the analysis is about, unless `main` points at another. */
export interface Finding extends People {
  readonly contrasts: readonly ArmContrast[];
  readonly main?: number;
  readonly warnings: readonly Warning[];
  readonly details: Readonly<Record<string, unknown>>;
}

/** Why it found nothing: a stable code and a sentence that says what can be done. */
export interface Declined extends People {
  readonly refused: string;
  readonly detail: string;
}

/** One method: what may be asked of it, and the doing of it. */
export interface Method {
  readonly options: TObject;
  run(asked: unknown, data: Data): Finding | Declined;
}

/** What every analysis may hold beside its method's own options. */
const COMMON = { id: Type.Optional(Type.String({ minLength: 1 })), method: Type.String() };

/**
 * Makes a method from the options it takes and the function that answers; the options are checked before it is called.
 * @param options the method's own; `id` and `method` belong to every analysis and are added here
 */
export function methodOf<T extends TProperties>(
  options: T,
  run: (asked: Static<TObject<T>>, data: Data) => Finding | Declined,
): Method {
  return {
    options: Type.Object<TProperties>({ ...COMMON, ...options }, { additionalProperties: false }),
    run: (asked, data) => run(asked as Static<TObject<T>>, data),
  };
}

/** Options many methods share, described once. */
export const Column = Type.String({ minLength: 1 });
export const Level = Type.Optional(
  Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description: 'Of the intervals; 0.95 where left out.' }),
);
export const AtVisit = Type.Optional(
  Type.Union([Type.String(), Type.Number()], { description: 'In a long file, the one visit whose rows are analysed.' }),
);
/** One wave's outcome with what is adjusted for. */
export const ONE_WAVE = { outcome: Column, at: AtVisit, level: Level };
export const ADJUSTED = {
  covariates: Type.Optional(Type.Array(Column, { uniqueItems: true })),
  factors: Type.Optional(Type.Array(Column, { uniqueItems: true })),
};

export const DEFAULT_LEVEL = 0.95;

export const NOBODY: People = { n: 0, nByArm: {} };

/** A refusal by name. */
export function decline(refused: string, detail: string, people: People = NOBODY): Declined {
  return { refused, detail, n: people.n, nByArm: people.nByArm };
}
