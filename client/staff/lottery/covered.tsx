import { useSpeech } from '../speech';
import type { Lottery } from './line';

/** What the last look covered, as an auditor compares it with what is kept outside the house. */
export function Covered({ proof }: { proof: NonNullable<Lottery['proof']> }) {
  const { words, instant, number } = useSpeech();
  const w = words.lottery;
  const { facts, lots, head, lotteries, checkpoint } = proof;
  return (
    <section>
      <h2>{w.covered}</h2>
      <dl className="facts">
        <div>
          <dt>{w.facts}</dt>
          <dd>{number(facts)}</dd>
        </div>
        <div>
          <dt>{w.lots}</dt>
          <dd>{number(lots)}</dd>
        </div>
        <div>
          <dt>{w.checkpoint}</dt>
          <dd>{checkpoint ? w.checkpointSays(number(checkpoint.number), instant(checkpoint.at)) : w.noCheckpoint}</dd>
        </div>
      </dl>
      {lotteries.map(({ scheme, commitment, at }) => (
        <p key={scheme}>
          <span className="quiet">{w.sealed(scheme, instant(at))}</span>
          <br />
          <code className="digest">{commitment}</code>
        </p>
      ))}
      <p>
        <span className="quiet">{w.head}</span>
        <br />
        <code className="digest">{head}</code>
      </p>
    </section>
  );
}
