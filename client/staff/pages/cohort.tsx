import { Link, useParams } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import type { CohortDetail } from '../api/cohort-types';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { ConfirmButton } from '../components/confirm-button';
import { Filling } from '../components/filling';
import { MergeCohort } from '../components/merge-cohort';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { RowTable } from '../components/row-table';
import { SetHousehold } from '../components/set-household';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';

/** One cohort: whether it can be drawn, its dates, and the people with what each lacks, or after the draw their arm. */
export function Cohort() {
  const grant = useGrant();
  const { words, day } = useSpeech();
  const { cohort: id = '' } = useParams();
  const cohort = useRead(endpoints.readCohort, { params: { trial: grant.trial, cohort: id } });
  return (
    <Page title={cohort.name} back={<Link to={paths.cohorts(grant)}>{words.places.cohorts}</Link>}>
      <DrawCohort cohort={cohort} />
      <dl className="facts">
        <div>
          <dt>{words.cohorts.dates}</dt>
          <dd>
            {words.cohorts.until(day(cohort.startsOn), day(cohort.endsOn))}
            <br />
            <Link to={paths.reschedule(grant, id)}>{words.cohorts.reschedule}</Link>
          </dd>
        </div>
        <div>
          <dt>{words.cohorts.closes}</dt>
          <dd>{day(cohort.closesOn)}</dd>
        </div>
        <div>
          <dt>{words.cohorts.members}</dt>
          <dd>
            <Filling {...cohort} />
          </dd>
        </div>
      </dl>
      {cohort.drawnAt === null && cohort.people.every(({ arm }) => arm === null) && (
        <section aria-labelledby="below">
          <h2 id="below">{words.filling.few}</h2>
          <p>{words.filling.below}</p>
          <p>
            <Link to={paths.reschedule(grant, id)}>{words.filling.postpone}</Link>
          </p>
          <MergeCohort cohort={cohort} />
        </section>
      )}
      <h2>{words.cohorts.people}</h2>
      {cohort.people.length === 0 ? <p>{words.cohorts.nobody}</p> : <People cohort={cohort} />}
      {cohort.drawsHouseholds && cohort.drawnAt === null && cohort.people.length > 1 && <SetHousehold cohort={cohort} />}
    </Page>
  );
}

function DrawCohort({ cohort }: { cohort: CohortDetail }) {
  const { trial } = useGrant();
  const { words, instant } = useSpeech();
  const { drawsFor } = useRead(endpoints.readTrial, { params: { trial } });
  const draw = useAct(endpoints.allocateCohort);
  const { name, members, refusal, drawnAt } = cohort;
  return (
    <section className="card next" aria-labelledby="draw">
      <h2 id="draw">{words.draw.title}</h2>
      {drawnAt !== null ? (
        <p className="done">{words.cohorts.drawn(instant(drawnAt))}</p>
      ) : (
        <>
          <p>{refusal === null ? words.draw.ready : wordOf(words.codes.missing, refusal)}</p>
          <ProblemNotice refused={draw.refused} />
          {drawsFor === 'cohort' && (
            <ConfirmButton
              label={words.draw.whole}
              consequence={words.draw.consequenceCohort(name, words.people(members))}
              confirm={words.draw.now}
              disabled={refusal !== null}
              isActing={draw.isActing}
              onConfirm={() => draw.act({ params: { trial, cohort: cohort.cohort } })}
            />
          )}
        </>
      )}
    </section>
  );
}

function People({ cohort: { people, drawnAt, drawsHouseholds } }: { cohort: CohortDetail }) {
  const grant = useGrant();
  const { words, text } = useSpeech();
  const isDrawn = drawnAt !== null || people.some(({ arm }) => arm !== null);
  return (
    <RowTable caption={words.cohorts.people}>
      <thead>
        <tr>
          <th scope="col">{words.common.name}</th>
          <th scope="col">{words.common.code}</th>
          {drawsHouseholds && <th scope="col">{words.households.column}</th>}
          <th scope="col">{isDrawn ? words.cohorts.arm : words.cohorts.lacks}</th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ code, name, refusal, arm, household }) => (
          <tr key={code}>
            <th scope="row">
              <Link to={paths.participant(grant, code)}>{name ?? words.participants.unnamed}</Link>
            </th>
            <td>
              <Code code={code} />
            </td>
            {drawsHouseholds && <td>{household === null ? words.households.alone : words.households.number(household)}</td>}
            <td>{arm ? text(arm.name) : refusal ? wordOf(words.codes.missing, refusal) : words.cohorts.lacksNothing}</td>
          </tr>
        ))}
      </tbody>
    </RowTable>
  );
}
