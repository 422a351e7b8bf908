import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { AttendanceTable } from '../components/attendance-table';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** A facilitator's own group at the desk: the same as behind the evening's link, by first names. */
export function MyGroup() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const { groups } = useRead(endpoints.listMyGroups, { params: { trial } });
  const [own] = groups;
  if (!own)
    return (
      <Page title={words.group.yours}>
        <Empty title={words.group.yoursNone} hint={words.group.yoursNoneHint} />
      </Page>
    );
  return <OwnGroup group={own.group} />;
}

function OwnGroup({ group }: { group: string }) {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const { name, meetsAt, sessions, people, contact } = useRead(endpoints.readMyGroup, { params: { trial, group } });
  const mark = useAct(endpoints.recordMyAttendance);
  return (
    <Page title={name} lead={`${words.groups.meets} ${words.groups.at(meetsAt)}`}>
      <ProblemNotice refused={mark.refused} />
      <AttendanceTable
        sessions={sessions}
        people={people.map(({ person, name: first, attendance }) => ({ key: person, name: first, attendance }))}
        onMark={(person, ordinal, presence) =>
          mark.act({ params: { trial, group, ordinal: String(ordinal) }, body: { person, presence } })
        }
      />
      <section className="card" aria-labelledby="worried">
        <h2 id="worried">{words.group.worried}</h2>
        <p>{text(contact)}</p>
      </section>
    </Page>
  );
}
