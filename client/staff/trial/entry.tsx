import { useSpeech } from '../speech';
import type { Reading } from './types';

/** Who may take part: the conditions, what else is asked, what a person says yes to. */
export function Entry({ reading: { eligibility, screening, consent } }: { reading: Reading }) {
  const { words, text, number } = useSpeech();
  const w = words.protocol;
  const limitOf = (one: Reading['eligibility'][number]): string =>
    [
      one['at-least'] === undefined ? null : w.atLeast(number(one['at-least'])),
      one['at-most'] === undefined ? null : w.atMost(number(one['at-most'])),
      one.is === undefined ? null : w.is[one.is ? 'yes' : 'no'],
    ]
      .filter((part) => part !== null)
      .join(', ');
  return (
    <section>
      <h2>{w.entry}</h2>
      <p>{w.entryLead}</p>
      <ul>
        {eligibility.map((one) => (
          <li key={one.id}>
            {text(one.question)} <strong>{limitOf(one)}</strong>
          </li>
        ))}
      </ul>
      {screening.length > 0 && (
        <>
          <p>{w.alsoAsked}</p>
          <ul>
            {screening.map(({ id, question, choices }) => (
              <li key={id}>
                {text(question)} <span className="quiet">{choices.map(text).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>{w.reflection(consent.reflectionHours)}</p>
      {consent.versions.map(({ version, title, statement }) => (
        <div key={version}>
          <h3>{w.consentText(text(title), version)}</h3>
          <p className="quiet">{text(statement)}</p>
        </div>
      ))}
      {consent.comprehension.length > 0 && (
        <>
          <p>{w.comprehension}</p>
          <ul>
            {consent.comprehension.map(({ id, question, truth }) => (
              <li key={id}>
                {text(question)} <strong>{w.truth[truth ? 'yes' : 'no']}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
