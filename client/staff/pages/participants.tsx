import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

export function Participants() {
  const grant = useGrant();
  const { words, dayOf } = useSpeech();
  const [search] = useSearchParams();
  const before = search.get('before') ?? undefined;
  const { participants, next } = useRead(endpoints.listParticipants, { params: { trial: grant.trial }, query: { before } });
  const register = (
    <Button component={Link} to={paths.register(grant)}>
      {words.participants.register}
    </Button>
  );
  return (
    <Page title={words.participants.title} action={register}>
      {participants.length === 0 ? (
        <Empty title={words.participants.empty} hint={words.participants.emptyHint} />
      ) : (
        <RowTable caption={words.participants.title}>
          <thead>
            <tr>
              <th scope="col">{words.common.name}</th>
              <th scope="col">{words.common.code}</th>
              <th scope="col">{words.participants.step}</th>
              <th scope="col">{words.participants.cohort}</th>
              <th scope="col">{words.participants.registered}</th>
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
                <td>{words.codes.steps[step]}</td>
                <td>{cohort ? <Link to={paths.cohort(grant, cohort.cohort)}>{cohort.name}</Link> : words.common.none}</td>
                <td>{dayOf(registeredAt)}</td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
      {(before !== undefined || next !== null) && (
        <nav className="buttons" aria-label={words.participants.pages}>
          {before !== undefined && <Link to={paths.participants(grant)}>{words.participants.newest}</Link>}
          {next !== null && <Link to={paths.participants(grant, next)}>{words.participants.older}</Link>}
        </nav>
      )}
    </Page>
  );
}
