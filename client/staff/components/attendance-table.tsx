import { NativeSelect } from '@mantine/core';
import type { Presence } from '#protocols/model/delivery';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import { RowTable } from './row-table';

interface Row {
  key: string;
  name: string;
  attendance: ReadonlyArray<Presence | null>;
}

interface AttendanceTableProps {
  sessions: ReadonlyArray<{ ordinal: number; plannedOn: string; open: boolean; recorded: { held: boolean } | null }>;
  people: readonly Row[];
  onMark: (person: string, ordinal: number, presence: Presence) => void;
}

/** Who was at which session: a choice for every session that has been, a corrected one like a first. */
export function AttendanceTable({ sessions, people, onMark }: AttendanceTableProps) {
  const { words, day } = useSpeech();
  return (
    <RowTable caption={words.group.sessions}>
      <thead>
        <tr>
          <th scope="col">{words.common.name}</th>
          {sessions.map(({ ordinal, plannedOn, recorded }) => (
            <th key={ordinal} scope="col">
              {words.group.session(ordinal)}
              <br />
              <span className="quiet">{day(plannedOn)}</span>
              {recorded && (
                <>
                  <br />
                  <span className="quiet">{recorded.held ? words.group.wasHeld : words.group.wasNotHeld}</span>
                </>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map(({ key, name, attendance }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {sessions.map(({ ordinal, open }) => (
              <td key={ordinal}>
                {open ? (
                  <NativeSelect
                    aria-label={words.group.presenceOf(name, ordinal)}
                    value={attendance[ordinal - 1] ?? ''}
                    data={[
                      { value: '', label: words.group.notRecorded, disabled: true },
                      ...keysOf(words.presences).map((value) => ({ value, label: words.presences[value] })),
                    ]}
                    onChange={(event) => {
                      const presence = keysOf(words.presences).find((one) => one === event.currentTarget.value);
                      if (presence) onMark(key, ordinal, presence);
                    }}
                  />
                ) : (
                  <span className="quiet">{words.group.notYet}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </RowTable>
  );
}
