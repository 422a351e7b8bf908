import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import type { Reading } from './types';

/** What looks after people, where each part comes from, and the versions there have been. */
export function Origins({ reading: { safety, notes, versions, waves } }: { reading: Reading }) {
  const { words, text, dayOf } = useSpeech();
  const w = words.protocol;
  const instruments = waves.flatMap((wave) => wave.instruments);
  const titleOf = (id: string): string => {
    const found = instruments.find((one) => one.id === id);
    return found ? text(found.title) : id;
  };
  return (
    <>
      <section>
        <h2>{w.safety}</h2>
        <p>{text(safety.help)}</p>
        <p>{text(safety.contact)}</p>
        {safety.alerts && (
          <ul>
            {safety.alerts.map(({ instrument, item, atLeast }) => (
              <li key={`${instrument}/${item}`}>{w.alert(titleOf(instrument), item, atLeast)}</li>
            ))}
          </ul>
        )}
        {safety.respondWithinHours !== undefined && <p>{w.within(safety.respondWithinHours)}</p>}
      </section>
      <section>
        <h2>{w.notes}</h2>
        <p>{notes.length === 0 ? w.noNotes : w.notesLead}</p>
        {notes.length > 0 && (
          <RowTable caption={w.notes}>
            <thead>
              <tr>
                {[w.mark, w.note, w.source].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {notes.map((note) => (
                <tr key={note.at}>
                  <td>{w.marks[note.mark]}</td>
                  <th scope="row">{text(note.text)}</th>
                  <td className="quiet">{note.source ?? words.common.none}</td>
                </tr>
              ))}
            </tbody>
          </RowTable>
        )}
      </section>
      <section>
        <h2>{w.versions}</h2>
        <RowTable caption={w.versions}>
          <thead>
            <tr>
              {[w.version, w.opened, w.digest].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.toReversed().map(({ version, digest, openedAt }) => (
              <tr key={version}>
                <th scope="row">{version}</th>
                <td className="whole">{openedAt === null ? words.common.none : dayOf(openedAt)}</td>
                <td>
                  <code>{digest.slice(0, 16)}…</code>
                </td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      </section>
    </>
  );
}
