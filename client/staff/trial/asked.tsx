import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import type { Reading, ReadWave } from './types';

/** What is asked and when: every wave with its window, its length and its instruments. */
export function Asked({ reading: { waves } }: { reading: Reading }) {
  const { words } = useSpeech();
  return (
    <section>
      <h2>{words.protocol.asked}</h2>
      {waves.map((wave) => (
        <Wave key={wave.id} wave={wave} />
      ))}
    </section>
  );
}

const daysIn = (duration: string): number => Number(/\d+/.exec(duration)![0]) * (duration.startsWith('-') ? -1 : 1);

function Wave({ wave }: { wave: ReadWave }) {
  const { words, text, number } = useSpeech();
  const w = words.protocol;
  const anchor = w.anchors[wave.anchor.split(':')[0] as keyof typeof w.anchors];
  const { opens, closes } = wave.window;
  const said = [
    w.window(w.moment(daysIn(opens), anchor), w.moment(daysIn(closes), anchor)),
    w.takes(number(wave.minutes)),
    wave.before === undefined ? null : w.mustBefore,
    wave.freshFor === undefined ? null : w.fresh(daysIn(wave.freshFor)),
    wave.reminders === undefined ? null : w.reminders(wave.reminders.map(daysIn)),
  ];
  return (
    <>
      <h3>{text(wave.title)}</h3>
      <p>{said.filter((sentence) => sentence !== null).join(' ')}</p>
      <RowTable caption={text(wave.title)}>
        <thead>
          <tr>
            <th scope="col">{w.instrument}</th>
            <th scope="col" className="figure">
              {w.items}
            </th>
            <th scope="col">{w.wording}</th>
          </tr>
        </thead>
        <tbody>
          {wave.instruments.map(({ id, title, items, wordings }) => (
            <tr key={id}>
              <th scope="row">{text(title)}</th>
              <td className="figure">{number(items)}</td>
              <td>
                {wordings.map(({ language, state }) => (
                  <span key={language} className="wording">
                    {w.languages[language]}: {w.wordings[state]}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </RowTable>
    </>
  );
}
