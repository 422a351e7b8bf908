import { lazy, Suspense } from 'react';
import { Loading } from '../components/loading';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';
import { Baseline } from './baseline';
import { BehindFigures } from './behind-figures';
import type { Effect } from './effect-types';
import { findingOf, levelOf } from './finding';
import { LotteryAgain } from './lottery-again';
import { Outcomes } from './outcomes';
import { judge } from './judge';

// The chart library is large, and most pages have no chart.
const ForestPlot = lazy(async () => ({ default: (await import('./forest-plot')).ForestPlot }));
const Trajectories = lazy(async () => ({ default: (await import('./trajectories')).Trajectories }));

/** The effect after the lock: one sentence, what it means, then the pictures with their tables. */
export function EffectReport({ effect, plan }: { effect: Effect; plan: string | null }) {
  return (
    <>
      <Finding effect={effect} />
      <Suspense fallback={<Loading />}>
        <ForestPlot effect={effect} />
        <Trajectories effect={effect} />
      </Suspense>
      <LotteryAgain effect={effect} />
      <Outcomes effect={effect} />
      <BehindFigures effect={effect} plan={plan} />
      <Baseline effect={effect} />
    </>
  );
}

function Finding({ effect }: { effect: Effect }) {
  const speech = useSpeech();
  const { words, number } = speech;
  const w = words.effect;
  const primary = effect.rows.find(({ kind }) => kind === 'primary');
  const sentence = findingOf(effect, speech);
  const { important, better } = effect.outcome;
  const judgement = primary?.interval ? judge(primary.interval, better, important) : null;
  return (
    <section className="card next" aria-labelledby="effect">
      <h2 id="effect">{w.title}</h2>
      {sentence ? (
        <p className="finding">{sentence}</p>
      ) : (
        <p className="finding">
          {w.none}
          {primary?.refused && `: ${wordOf(words.codes.refused, primary.refused)}`}
        </p>
      )}
      <p>
        {important !== null && w.important(number(important, Number.isInteger(important) ? 0 : 1))}{' '}
        {judgement && w.judgements[judgement]}
      </p>
      {effect.hedgesG && (
        <p>
          {w.g(
            number(effect.hedgesG.estimate, 2),
            levelOf(effect.hedgesG.interval.level, speech),
            number(effect.hedgesG.interval.lower, 2),
            number(effect.hedgesG.interval.upper, 2),
          )}
        </p>
      )}
      <Arms effect={effect} />
    </section>
  );
}

function Arms({ effect }: { effect: Effect }) {
  const { words, text, number } = useSpeech();
  const w = words.effect;
  return (
    <RowTable caption={w.arms} quiet>
      <thead>
        <tr>
          <th scope="col">{w.arm}</th>
          <th scope="col" className="figure">
            {w.drawn}
          </th>
          <th scope="col" className="figure">
            {w.analysed}
          </th>
          <th scope="col" className="figure">
            {w.adjusted}
          </th>
        </tr>
      </thead>
      <tbody>
        {effect.arms.map(({ id, name, n, analysed, adjustedMean }) => (
          <tr key={id}>
            <th scope="row">{text(name)}</th>
            <td className="figure">{number(n)}</td>
            <td className="figure">{number(analysed)}</td>
            <td className="figure">{adjustedMean === null ? words.common.none : number(adjustedMean, 1)}</td>
          </tr>
        ))}
      </tbody>
    </RowTable>
  );
}
