import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import { MARKS, type Lottery } from './line';

/** How the lottery stood at the last look: in one sentence, then check by check, with what to do where one failed. */
export function Standing({ lottery: { state, checkedAt, wrong, wrongSince } }: { lottery: Lottery }) {
  const { words, instant, number } = useSpeech();
  const w = words.lottery;
  return (
    <>
      <div className={`notice lottery-standing lottery-${state}`} role={state === 'broken' ? 'alert' : undefined}>
        <p className="notice-title">
          <span className="lottery-mark" aria-hidden="true">
            {MARKS[state]}
          </span>{' '}
          {w.line[state]}
        </p>
        <p>
          {w.means[state]} {wrongSince !== null && w.since(instant(wrongSince))}
        </p>
        {checkedAt !== null && <p className="quiet">{w.checked(instant(checkedAt))}</p>}
      </div>
      {checkedAt !== null && (
        <section>
          <h2>{w.checks}</h2>
          <ul className="lottery-checks">
            {keysOf(w.asks).map((code) => {
              const found = wrong.find((one) => one.code === code);
              return (
                <li key={code}>
                  <span>{w.asks[code]}</span>
                  {found ? (
                    <strong className="lottery-wrong">! {w.wrong(number(found.n))}</strong>
                  ) : (
                    <span className="done">✓ {w.fine}</span>
                  )}
                  {found && <p>{w.cures[code]}</p>}
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}
