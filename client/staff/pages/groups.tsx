import { Link } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** The groups of my site, after those who wait for one. */
export function Groups() {
  const grant = useGrant();
  const { words, day } = useSpeech();
  const { groups, toForm } = useRead(endpoints.listGroups, { params: { trial: grant.trial } });
  return (
    <Page title={words.groups.title} lead={words.groups.lead}>
      {toForm.length > 0 && (
        <section aria-labelledby="to-form">
          <h2 id="to-form">{words.groups.toForm}</h2>
          <ul className="sentences">
            {toForm.map(({ cohort, name, people }) => (
              <li key={cohort}>
                <Link to={paths.formGroups(grant, cohort)}>{words.groups.form(words.people(people), name)}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {groups.length === 0 ? (
        toForm.length === 0 && <Empty title={words.groups.empty} hint={words.groups.emptyHint} />
      ) : (
        <RowTable caption={words.groups.title}>
          <thead>
            <tr>
              <th scope="col">{words.common.name}</th>
              <th scope="col">{words.groups.starts}</th>
              <th scope="col">{words.groups.people}</th>
              <th scope="col">{words.groups.held}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map(({ group, name, startsOn, meetsAt, people, capacity, minimum, held, planned }) => (
              <tr key={group}>
                <th scope="row">
                  <Link to={paths.group(grant, group)}>{name}</Link>
                </th>
                <td>
                  {day(startsOn)} {words.groups.at(meetsAt)}
                </td>
                <td>
                  {words.groups.of(people, capacity)}
                  {people < minimum && <span className="quiet"> · {words.groups.small(minimum)}</span>}
                </td>
                <td>{words.groups.heldOf(held, planned)}</td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
    </Page>
  );
}
