import { answersKey, type Dataset } from '#analysis/data/dataset';
import type { Counts } from '#protocols/model/estimate';
import type { Plan } from '#protocols/model/plan';
import type { Outcome, Protocol } from '#protocols/model/protocol';
import { scoreOf } from '#protocols/rules/score-of';
import { baselineOf } from '#protocols/rules/waves';

/**
 * How many people have a score although they left an item of it blank, by arm: those whom a rule that asks for every item would lose. Both
 * at the outcome's wave and, where the plan adjusts for it, at baseline.
 */
export function strictLoss(protocol: Protocol, outcome: Outcome, plan: Plan, dataset: Dataset): Counts {
  const { instrument, score } = scoreOf(outcome);
  const baseline = plan.baseline === undefined ? undefined : baselineOf(protocol);
  const waves = [outcome.wave, ...(baseline ? [baseline.id] : [])];
  const lost = dataset.people.filter(({ answers }) => {
    const own = waves.map((wave) => answers.get(answersKey(wave, instrument))!);
    const isScored = own.every(({ scores }) => 'value' in scores.get(score)!);
    return isScored && own.some(({ items }) => [...items.values()].some((answer) => 'missing' in answer));
  });
  const arms = [plan.arm.reference, plan.arm.treated];
  return { total: lost.length, byArm: arms.map((arm) => ({ arm, n: lost.filter((person) => person.arm === arm).length })) };
}
