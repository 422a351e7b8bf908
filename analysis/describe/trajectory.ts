import type { Plan, Report } from '#protocols/model/plan';
import { columnOf, type Table } from '../data/table';
import { meansByArm } from './means-by-arm';

/**
 * For each wave of the plan, the mean of each arm with its t-interval at level 1 - alpha, from all values that are there (so
 * the people behind two waves may differ; n is given for each). Columns and their kinds are those `selectRows` has checked.
 */
export function trajectory(plan: Plan, table: Table): Report['trajectories'] {
  const arm = columnOf(table, plan.arm.column)!.values.map((value) => (value === null ? null : String(value)));
  return (plan.waves ?? []).map((wave) => {
    const values = columnOf(table, wave.column)!.values as readonly (number | null)[];
    return { ...wave, means: meansByArm(values, arm, [plan.arm.reference, plan.arm.treated], 1 - plan.alpha) };
  });
}
