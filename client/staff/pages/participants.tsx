import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { listParticipants } from '#contract/staff/participants';
import type { Step } from '#protocols/rules/journey';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { csvOf } from '../components/csv-of';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { ParticipantFilter } from '../components/participant-filter';
import { RowTable } from '../components/row-table';
import { saveFile } from '../components/save-file';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

type Row = Reply<typeof listParticipants>['participants'][number];

/** The participants of my site: what is sought is in the address, so that a list can be kept, shared and gone back to. */
export function Participants() {
  const grant = useGrant();
  const { words } = useSpeech();
  const [search] = useSearchParams();
  const given = (name: string): string | undefined => search.get(name) || undefined;
  const step = keysOf(words.codes.steps).find((one) => one === search.get('step'));
  const query = { before: given('before'), step, cohort: given('cohort'), search: given('search') };
  const { participants, next, searched } = useRead(endpoints.listParticipants, { params: { trial: grant.trial }, query });
  const kept = { step: step ?? '', cohort: query.cohort ?? '', search: query.search ?? '' };
  const isNarrowed = Object.values(kept).some((value) => value !== '');
  const register = (
    <Button component={Link} to={paths.register(grant)}>
      {words.participants.register}
    </Button>
  );
  return (
    <Page title={words.participants.title} action={register}>
      <ParticipantFilter key={JSON.stringify(kept)} kept={kept} />
      {participants.length > 0 && <List participants={participants} />}
      {participants.length === 0 && searched === null && (
        <Empty
          title={isNarrowed ? words.list.none : words.participants.empty}
          hint={isNarrowed ? words.list.noneHint : words.participants.emptyHint}
        />
      )}
      {searched !== null && <p role="status">{words.list.unfinished(searched)}</p>}
      {(query.before !== undefined || next !== null) && (
        <nav className="buttons" aria-label={words.participants.pages}>
          {query.before !== undefined && <Link to={paths.participants(grant, kept)}>{words.participants.newest}</Link>}
          {next !== null && (
            <Link to={paths.participants(grant, { ...kept, before: next })}>
              {searched === null ? words.participants.older : words.list.goOn}
            </Link>
          )}
        </nav>
      )}
    </Page>
  );
}

function List({ participants }: { participants: readonly Row[] }) {
  const grant = useGrant();
  const { words, dayOf } = useSpeech();
  const heads = [
    words.common.name,
    words.common.code,
    words.participants.step,
    words.participants.cohort,
    words.participants.registered,
  ];
  const stepOf = (step: Step): string => words.codes.steps[step];
  const save = (): void => {
    const rows = participants.map(({ code, name, step, cohort, registeredAt }) => [
      name ?? words.participants.unnamed,
      showCode(code),
      stepOf(step),
      cohort?.name ?? '',
      dayOf(registeredAt),
    ]);
    saveFile(csvOf([heads, ...rows]), `${words.list.fileName}.csv`);
  };
  return (
    <>
      <div className="above-table">
        <span className="quiet">{words.list.shown(participants.length)}</span>
        <Button variant="subtle" size="compact-md" onClick={save}>
          {words.list.download}
        </Button>
      </div>
      <RowTable caption={words.participants.title}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {participants.map(({ code, name, step, cohort, registeredAt }) => (
            <tr key={code}>
              <th scope="row">
                <Link to={paths.participant(grant, code)}>{name ?? words.participants.unnamed}</Link>
              </th>
              <td>
                <Code code={code} />
              </td>
              <td>{stepOf(step)}</td>
              <td className="whole">
                {cohort ? <Link to={paths.cohort(grant, cohort.cohort)}>{cohort.name}</Link> : words.common.none}
              </td>
              <td className="whole">{dayOf(registeredAt)}</td>
            </tr>
          ))}
        </tbody>
      </RowTable>
    </>
  );
}
