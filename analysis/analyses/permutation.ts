import { Type } from '@sinclair/typebox';
import { mean, variance } from '../describe/mean';
import { PERMUTED, permutationTest } from '../effect/permutation';
import { seededChances } from '../numeric/chance';
import { accountOf } from './contrast';
import { eachArm } from './each-arm';
import { AtVisit, Column, methodOf } from './method';
import { samplesOf } from './samples';

const options = {
  outcome: Column,
  at: AtVisit,
  statistic: Type.Optional(Type.Union(PERMUTED.map((kind) => Type.Literal(kind)))),
  permutations: Type.Optional(Type.Integer({ minimum: 100, maximum: 1_000_000, description: '10,000 where left out.' })),
  enumerate: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 5_000_000, description: 'As many ways are all gone through; 200,000 where left out.' }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'The same seed gives the same p; 1 where left out.' })),
};

/** The difference in means with the p-value that giving the labels anew tells, each arm against the control. See methods/ranks.md. */
export const permutationMethod = methodOf(options, (asked, data) => {
  const chances = seededChances(asked.seed ?? 1);
  let pair = 0;
  return eachArm(data, asked, (two, rows) => {
    const samples = samplesOf(two, rows);
    if ('refused' in samples) return samples;
    const { treated, reference } = samples;
    const test = permutationTest(
      treated,
      reference,
      asked.statistic ?? 'studentised',
      asked.enumerate ?? 200_000,
      asked.permutations ?? 10_000,
      chances((pair += 1)),
    );
    return {
      contrast: {
        arm: two.contrast.treated,
        estimate: mean(treated) - mean(reference),
        standardError: Math.sqrt(variance(treated) / treated.length + variance(reference) / reference.length),
        df: null,
        interval: null,
        p: test.p,
      },
      details: {
        ...test,
        statistic: asked.statistic ?? 'studentised',
        observed: Number.isFinite(test.statistic) ? test.statistic : null,
        ...accountOf(rows),
      },
    };
  });
});
