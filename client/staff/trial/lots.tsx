import { useSpeech } from '../speech';
import type { Reading } from './types';

/** How lots are drawn, in words, and the seal that anybody can check later. */
export function Lots({ reading: { lottery, arms } }: { reading: Reading }) {
  const { words, text, number } = useSpeech();
  const w = words.protocol;
  const { method, drawsFor, unit, balancedBy, commitment } = lottery;
  const known: Partial<Record<string, string>> = w.methods;
  const by = balancedBy.map(({ id, question }) => (id === 'site' ? w.site : question ? text(question) : id));
  return (
    <section>
      <h2>{w.lots}</h2>
      <p>
        {unit === 'cluster' ? w.cluster : w.drawsFor[drawsFor]} {unit === 'household' && w.household}{' '}
        {w.ratio(arms.map((arm) => `${number(arm.ratio)} ${text(arm.name)}`).join(' : '))}{' '}
        {method !== undefined && (known[method] ?? w.otherMethod(method))} {by.length > 0 && w.balanced(by.join(', '))}
      </p>
      <p>{w.concealed}</p>
      {commitment !== null && (
        <>
          <p>
            <span className="quiet">{w.commitment}</span>
            <br />
            <code>{commitment}</code>
          </p>
          <p className="quiet">{w.commitmentMeans}</p>
        </>
      )}
    </section>
  );
}
