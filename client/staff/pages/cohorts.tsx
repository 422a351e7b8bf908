import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Filling } from '../components/filling';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** The cohorts of my site: how full each is against its least number, when it closes, and whether it is drawn. */
export function Cohorts() {
  const grant = useGrant();
  const { words, day, dayOf } = useSpeech();
  const { cohorts } = useRead(endpoints.listCohorts, { params: { trial: grant.trial } });
  const plan = (
    <Button component={Link} to={paths.planCohort(grant)}>
      {words.cohorts.plan}
    </Button>
  );
  return (
    <Page title={words.cohorts.title} action={plan} lead={cohorts.length > 0 && words.filling.below}>
      {cohorts.length === 0 ? (
        <Empty title={words.cohorts.empty} hint={words.cohorts.emptyHint} />
      ) : (
        <RowTable caption={words.cohorts.title}>
          <thead>
            <tr>
              <th scope="col">{words.common.name}</th>
              <th scope="col">{words.cohorts.members}</th>
              <th scope="col">{words.cohorts.closes}</th>
              <th scope="col">{words.cohorts.dates}</th>
              <th scope="col">{words.cohorts.state}</th>
            </tr>
          </thead>
          <tbody>
            {cohorts.map(({ cohort, name, startsOn, endsOn, closesOn, members, minimum, capacity, drawnAt }) => (
              <tr key={cohort}>
                <th scope="row">
                  <Link to={paths.cohort(grant, cohort)}>{name}</Link>
                </th>
                <td>
                  <Filling members={members} minimum={minimum} capacity={capacity} />
                </td>
                <td className="whole">{day(closesOn)}</td>
                <td>{words.cohorts.until(day(startsOn), day(endsOn))}</td>
                <td>{drawnAt ? words.cohorts.drawn(dayOf(drawnAt)) : words.cohorts.notDrawn}</td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
    </Page>
  );
}
