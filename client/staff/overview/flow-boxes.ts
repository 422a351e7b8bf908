import type { Speech } from '../speech';
import { wordOf } from '../words/code-words';
import type { FlowBox, FlowBoxes } from './flow-box';
import type { Flow, FlowBranch } from './types';

/** The boxes of the diagram and the rows of its table: the same, so that neither says more than the other. */
export function boxesOf(flow: Flow, { words, text }: Speech): FlowBoxes {
  const w = words.flow;
  const wave = text(flow.wave);
  const aside: FlowBox[] = [
    {
      id: 'excluded',
      head: w.excluded,
      n: flow.excluded.n,
      lines: flow.excluded.reasons.map(({ reason, criterion, n }) => ({
        label: criterion ? text(criterion) : w.reasons[reason],
        n,
      })),
    },
    ...(flow.underWay > 0 ? [{ id: 'under-way', head: w.underWay, n: flow.underWay, lines: [] }] : []),
  ];
  const branch = ({ arm, allocated, leftOffer, stopped, answered, unanswered, analysed }: FlowBranch): FlowBox[] => {
    const of = arm?.id ?? 'all';
    return [
      {
        id: `${of}-allocated`,
        head: arm ? w.allocated(text(arm.name)) : w.all,
        n: allocated,
        lines: leftOffer > 0 ? [{ label: w.leftOffer, n: leftOffer }] : [],
      },
      {
        id: `${of}-stopped`,
        head: w.stopped,
        n: stopped.n,
        lines: stopped.reasons.map(({ change, n }) => ({ label: wordOf(namesOf(words.codes.changes), change), n })),
      },
      { id: `${of}-answered`, head: w.answered(wave), n: answered, lines: [{ label: w.unanswered(wave), n: unanswered }] },
      ...(analysed === null ? [] : [{ id: `${of}-analysed`, head: w.analysed, n: analysed, lines: [] }]),
    ];
  };
  return {
    assessed: { id: 'assessed', head: w.assessed, n: flow.assessed, lines: [] },
    aside,
    drawn: { id: 'drawn', head: w.drawn, n: flow.drawn, lines: [] },
    branches: flow.branches.map(branch),
  };
}

const namesOf = <K extends string>(changes: Record<K, { name: string }>): Record<K, string> =>
  Object.fromEntries(Object.entries<{ name: string }>(changes).map(([key, { name }]) => [key, name])) as Record<K, string>;
