import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';
import type { Warning } from '#protocols/model/estimate';

/** People in the two arms. */
export interface Sizes {
  readonly control: number;
  readonly treated: number;
}

/** What a design comes to: its power, whom it needs, and what that rests on. */
export interface Reckoned {
  readonly power: number;
  /** With an outcome; the arms of a design without two arms are alike and stand under `each`. */
  readonly analysed: Sizes | { readonly each: number; readonly arms: number };
  /** To be drawn, so that as many are left when some are lost. */
  readonly drawn: Sizes | { readonly each: number; readonly arms: number };
  /** The difference the power is for, where the design has one. */
  readonly difference: number | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Warning[];
}

/** Why it cannot be reckoned: a stable code and a sentence that says what can be done. */
export interface NotReckoned {
  readonly refused: string;
  readonly detail: string;
}

/** One kind of design: what may be asked of it, and the reckoning. */
export interface Design {
  readonly options: TObject;
  run(asked: unknown): Reckoned | NotReckoned;
}

/** Makes a design from its options; `id` and `design` belong to every one. */
export function designOf<T extends TProperties>(options: T, run: (asked: Static<TObject<T>>) => Reckoned | NotReckoned): Design {
  const all: TProperties = { id: Type.Optional(Type.String({ minLength: 1 })), design: Type.String(), ...options };
  return { options: Type.Object(all, { additionalProperties: false }), run: (asked) => run(asked as Static<TObject<T>>) };
}

export function cannot(refused: string, detail: string): NotReckoned {
  return { refused, detail };
}

const Positive = (description: string) => Type.Number({ exclusiveMinimum: 0, description });
const Share = (description: string) => Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1, description });
const Correlation = Type.Number({ minimum: 0, exclusiveMaximum: 1 });

/** Options many designs share. */
export const COMMON = {
  alpha: Type.Optional(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 0.5 })),
  sides: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)])),
  power: Type.Optional(Share('Wanted; leave out “n”, and the size is found.')),
  n: Type.Optional(Type.Integer({ minimum: 2, description: 'People with an outcome in each control arm.' })),
  attrition: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1, description: 'The share drawn that is lost.' })),
};
export const TWO_ARMS = {
  ...COMMON,
  ratio: Type.Optional(Positive('People in the treated arm for each in the control arm.')),
  goal: Type.Optional(Type.Union([Type.Literal('superiority'), Type.Literal('non-inferiority'), Type.Literal('equivalence')])),
  margin: Type.Optional(Positive('Of non-inferiority or equivalence, in the unit of the difference.')),
  clusters: Type.Optional(
    Type.Object(
      { size: Type.Number({ exclusiveMinimum: 1 }), icc: Correlation, variation: Type.Optional(Type.Number({ minimum: 0 })) },
      { additionalProperties: false, description: 'Whole clusters are drawn; variation: sd of their sizes over the mean.' },
    ),
  ),
  looks: Type.Optional(
    Type.Object(
      {
        spending: Type.Union([Type.Literal('obrien-fleming'), Type.Literal('pocock')]),
        fractions: Type.Array(Type.Number({ exclusiveMinimum: 0 }), { minItems: 1 }),
      },
      { additionalProperties: false, description: 'Shares of the information at each look, the end (1) last.' },
    ),
  ),
};

export const Schema = { Positive, Share, Correlation };
