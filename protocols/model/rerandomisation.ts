import { Type, type Static } from '@sinclair/typebox';

/** One draw of the lottery, as the database keeps it. */
export interface Draw {
  participant: string;
  site: string;
  arm: string;
  scheme: string;
  stratum: string;
}

const nullable = <T extends ReturnType<typeof Type.Number>>(schema: T) => Type.Union([schema, Type.Null()]);

/**
 * The test that plays the trial's own lottery again, of the sharp null hypothesis that nobody's outcome depends on their arm, by the
 * studentised difference; or why there is none.
 */
export const Rerandomisation = Type.Union([
  Type.Object({
    /** Treated minus reference, within the lottery's strata. */
    difference: Type.Number(),
    p: Type.Number(),
    /** Of p, from having drawn and not listed; 0 where listed. */
    standardError: Type.Number(),
    /** The constant effects not rejected; null on a side without an end. */
    interval: Type.Union([
      Type.Object({ level: Type.Number(), lower: nullable(Type.Number()), upper: nullable(Type.Number()) }),
      Type.Null(),
    ]),
    /** Whether unequal shares of the arms have no outcome, and there is no interval for that reason. */
    isLopsided: Type.Boolean(),
    allocations: Type.Integer(),
    exact: Type.Boolean(),
    leastP: nullable(Type.Number()),
    seed: Type.Integer(),
    /** Whether the baseline was taken out first. */
    adjusted: Type.Boolean(),
  }),
  Type.Object({
    refused: Type.Union(
      (
        [
          'no-single-comparison',
          'no-outcome',
          'one-arm',
          'too-many-to-list',
          'singular-covariates',
          'drawn-together',
          'several-schemes',
          'somebody-withheld',
        ] as const
      ).map((code) => Type.Literal(code)),
    ),
  }),
]);
export type Rerandomisation = Static<typeof Rerandomisation>;
