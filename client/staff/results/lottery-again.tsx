import { showP } from '../../shared/format';
import { useSpeech } from '../speech';
import type { Effect } from './effect-types';
import { levelOf } from './finding';

/** The re-randomisation test beside the main result: what it asks, what it answered, and why it may have no interval. */
export function LotteryAgain({ effect: { rerandomisation: test } }: { effect: Effect }) {
  const speech = useSpeech();
  const { words, number, language } = speech;
  const w = words.figures.lottery;
  const end = (value: number | null, sign: string) => (value === null ? sign : number(value, 1));
  return (
    <section className="card" aria-labelledby="lottery-again">
      <h2 id="lottery-again">{w.title}</h2>
      <p>{w.lead}</p>
      {'refused' in test ? (
        <p>{w.refused[test.refused]}</p>
      ) : (
        <>
          <dl className="facts">
            <dt>{w.difference}</dt>
            <dd>{number(test.difference, 1)}</dd>
            <dt>{words.forest.p}</dt>
            <dd>
              {showP(test.p, language)}{' '}
              <span className="quiet">{(test.exact ? w.listed : w.drawn)(number(test.allocations))}</span>
            </dd>
            <dt>{w.interval(levelOf(test.interval?.level ?? 0.95, speech))}</dt>
            <dd>
              {test.interval ? words.forest.between(end(test.interval.lower, '−∞'), end(test.interval.upper, '∞')) : w.noInterval}
            </dd>
          </dl>
          {test.leastP !== null && <p className="quiet">{w.least(showP(test.leastP, language))}</p>}
          <p className="quiet">{test.adjusted ? w.howAdjusted : w.how}</p>
        </>
      )}
    </section>
  );
}
