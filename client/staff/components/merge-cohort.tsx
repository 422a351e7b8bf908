import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { CohortDetail } from '../api/cohort-types';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { ConfirmButton } from './confirm-button';
import { ProblemNotice } from './problem-notice';

/** Merges a cohort whole into another one of its site, before the draw. Only those with room for everybody are offered. */
export function MergeCohort({ cohort }: { cohort: CohortDetail }) {
  const grant = useGrant();
  const { trial } = grant;
  const { words } = useSpeech();
  const w = words.filling;
  const navigate = useNavigate();
  const { cohorts } = useRead(endpoints.listCohorts, { params: { trial } });
  const merge = useAct(endpoints.mergeCohort, ({ cohort: into }) => void navigate(paths.cohort(grant, into)));
  const others = cohorts.filter(
    (one) =>
      one.cohort !== cohort.cohort &&
      one.site === cohort.site &&
      one.drawnAt === null &&
      one.members + cohort.members <= one.capacity,
  );
  const [chosen, setChosen] = useState('');
  const into = others.find((one) => one.cohort === chosen) ?? others[0];
  return (
    <details>
      <summary>{w.mergeTitle}</summary>
      <div className="form">
        {into === undefined ? (
          <p>{w.mergeNone}</p>
        ) : (
          <>
            <p>{w.mergeLead}</p>
            <NativeSelect
              label={w.mergeInto}
              value={into.cohort}
              data={others.map((one) => ({ value: one.cohort, label: one.name }))}
              onChange={(event) => setChosen(event.target.value)}
            />
            <ProblemNotice refused={merge.refused} />
            <div className="buttons">
              <ConfirmButton
                label={w.merge}
                consequence={w.mergeConsequence(cohort.name, into.name, words.people(cohort.members))}
                confirm={w.merge}
                quiet
                isActing={merge.isActing}
                onConfirm={() => merge.act({ params: { trial, cohort: cohort.cohort }, body: { into: into.cohort } })}
              />
            </div>
          </>
        )}
      </div>
    </details>
  );
}
