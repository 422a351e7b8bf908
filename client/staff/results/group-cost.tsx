import { showShare } from '../../shared/format';
import { useSpeech } from '../speech';
import type { Effect } from './effect-types';

/** What it means that people of one arm met in groups, and what it would have hidden to look away from it. */
export function GroupCost({ groups }: { groups: NonNullable<Effect['groups']> }) {
  const { words, number, language } = useSpeech();
  const w = words.figures.groups;
  const { shared, alone, meanSize, intraclass, designEffect, errorRatio } = groups;
  const interval = intraclass.interval;
  const hidden = 1 - 1 / errorRatio;
  return (
    <section className="card" aria-labelledby="groups">
      <h2 id="groups">{w.title}</h2>
      <p>{w.lead(number(shared), number(meanSize, 1))}</p>
      <dl className="facts">
        <dt>{w.intraclass}</dt>
        <dd>
          {number(intraclass.estimate, 3)}
          {interval && ` (${words.forest.between(number(interval.lower, 3), number(interval.upper, 3))})`}
        </dd>
        <dt>{w.designEffect}</dt>
        <dd>
          {number(designEffect, 2)} <span className="quiet">{w.designMeans}</span>
        </dd>
        <dt>{w.cost}</dt>
        <dd>{hidden > 0.0005 ? w.costMeans(showShare(hidden, 1, language)) : w.costNothing}</dd>
      </dl>
      {alone > 0 && <p className="quiet">{w.alone(number(alone))}</p>}
    </section>
  );
}
