import { useSpeech } from '../speech';

/** What the proof says and what it does not, side by side, in the same plain words. */
export function Proved() {
  const { words } = useSpeech();
  const w = words.lottery;
  return (
    <div className="lottery-proved">
      <section>
        <h2>{w.proved}</h2>
        <ul>
          {w.provedNow.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p>{w.provedAfter}</p>
      </section>
      <section>
        <h2>{w.notProved}</h2>
        <ul>
          {w.notProvedList.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
