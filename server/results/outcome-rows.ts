import { planOf } from '#analysis/data/protocol-plan';
import { type Adjustment, adjust } from '#analysis/effect/multiplicity';
import type { Table } from '#analysis/data/table';
import { estimate } from '#analysis/plan';
import type { Effect } from '#contract/staff/results';
import type { EstimateOrRefusal } from '#protocols/model/estimate';
import type { Outcome, Protocol } from '#protocols/model/protocol';
import type { Static } from '@sinclair/typebox';
import { rowOf } from './effect-row';

type OutcomeRow = Static<typeof Effect>['outcomes'][number];

/**
 * Every outcome of the locked plan by its own method, the primary first; those that share alpha have their adjusted p beside them.
 * @param primary the primary outcome's estimate, which is known already
 * @param progress told after each how many are done
 */
export function outcomeRows(
  protocol: Protocol,
  table: Table,
  primary: { outcome: Outcome; result: EstimateOrRefusal },
  progress: (done: number, of: number) => void,
): OutcomeRow[] {
  const { outcomes, waves } = protocol;
  const ordered = [primary.outcome, ...outcomes.filter((outcome) => outcome !== primary.outcome)];
  const answers = ordered.map((outcome, k) => {
    const result = outcome === primary.outcome ? primary.result : answerTo(protocol, outcome, table);
    progress(k + 1, ordered.length);
    return { outcome, result };
  });
  const adjusted = sharedAlpha(protocol, answers);
  return answers.map(({ outcome, result }) => ({
    role: outcome.role,
    wave: waves.find(({ id }) => id === outcome.wave)!.title,
    better: outcome.better,
    important: outcome.important ?? null,
    scale: planOf(protocol, outcome).summary ?? 'difference-in-means',
    adjustedP: adjusted.get(outcome.id) ?? null,
    row: rowOf(outcome.id, outcome.role === 'primary' ? 'primary' : 'sensitivity', outcome.title, result),
  }));
}

function answerTo(protocol: Protocol, outcome: Outcome, table: Table): EstimateOrRefusal {
  const result = estimate(planOf(protocol, outcome), table);
  // Plan and table come from one protocol: that they do not fit is our mistake, not the reader's.
  if ('problems' in result) throw new Error(`the plan of ${outcome.id} does not fit: ${result.problems[0]!.code}`);
  return result;
}

const ADJUSTMENTS: Record<'holm' | 'hochberg' | 'hommel' | 'hierarchical', Adjustment> = {
  holm: 'holm',
  hochberg: 'hochberg',
  hommel: 'hommel',
  hierarchical: 'fixed-sequence',
};

/** Adjusted p of the outcomes that are not exploratory, where the protocol lets several share alpha. */
function sharedAlpha(
  { analysis: { multiplicity = 'none' } }: Protocol,
  answers: readonly { outcome: Outcome; result: EstimateOrRefusal }[],
): Map<string, number> {
  if (multiplicity === 'none') return new Map();
  const confirmatory = answers.filter(({ outcome }) => outcome.role !== 'exploratory');
  // One that could not be estimated has no p, and counts as one that showed nothing.
  const p = confirmatory.map(({ result }) => ('refused' in result ? 1 : (result.p ?? 1)));
  const adjusted = adjust(p, ADJUSTMENTS[multiplicity]);
  return new Map(confirmatory.map(({ outcome }, k) => [outcome.id, adjusted[k]!]));
}
