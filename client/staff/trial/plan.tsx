import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';
import type { Reading } from './types';

/** The analysis in words: outcomes, the model, what is missing, and the question each estimand asks. */
export function Plan({ reading: { outcomes, analysis, arms, waves } }: { reading: Reading }) {
  const { words, text, number } = useSpeech();
  const w = words.protocol;
  const { model, covariates, itemMissing, missing, alpha, reference, interim, estimands } = analysis;
  const referenceArm = arms.find(({ id }) => id === reference);
  const said = [
    w.models[model],
    covariates.length > 0 ? w.adjusted(covariates.map((one) => w.covariates[one]).join(` ${w.and} `)) : null,
    referenceArm ? w.reference(text(referenceArm.name)) : null,
    itemMissing === undefined ? null : w.itemMissing[itemMissing],
    w.missing[missing],
    w.alpha(number(alpha, 2)),
    interim === 'none' ? w.noLooks : w.looks(interim.looks.map((share) => `${number(share * 100)} %`).join(', ')),
  ];
  return (
    <section>
      <h2>{w.analysis}</h2>
      <p>{said.filter((sentence) => sentence !== null).join(' ')}</p>
      <h3>{w.outcomes}</h3>
      <ul>
        {outcomes.map(({ id, role, title, wave, better, important }) => {
          const asked = waves.find((one) => one.id === wave);
          const parts = [
            w.roles[role],
            asked ? text(asked.title) : wave,
            w.better[better],
            important === undefined ? null : w.important(number(important)),
          ];
          return (
            <li key={id}>
              <strong>{text(title)}</strong> <span className="quiet">{parts.filter((part) => part !== null).join(' · ')}</span>
            </li>
          );
        })}
      </ul>
      <h3>{w.asksAbout}</h3>
      {estimands.map(({ id, outcome, population, summary, events }) => {
        const asked = outcomes.find((one) => one.id === outcome);
        const sentence = w.estimand(asked ? text(asked.title) : outcome, w.populations[population], w.summaries[summary]);
        return (
          <div key={id}>
            <p>{sentence}</p>
            <RowTable caption={sentence}>
              <thead>
                <tr>
                  <th scope="col">{w.event}</th>
                  <th scope="col">{w.handled}</th>
                </tr>
              </thead>
              <tbody>
                {Object.entries(events).map(([event, strategy]) => (
                  <tr key={event}>
                    <th scope="row">{wordOf(w.events, event)}</th>
                    <td>{w.strategies[strategy]}</td>
                  </tr>
                ))}
              </tbody>
            </RowTable>
          </div>
        );
      })}
    </section>
  );
}
