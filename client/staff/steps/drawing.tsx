import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';
import { Joining } from './joining';
import type { Person } from './next-step';

/** Hands a participant to the lottery, or shows the way to the cohort where a whole cohort is drawn at once. */
export function Drawing({ person }: { person: Person }) {
  const grant = useGrant();
  const { words } = useSpeech();
  const { trial } = grant;
  const { code, name, cohort, refusal, site } = person;
  const { drawsFor } = useRead(endpoints.readTrial, { params: { trial } });
  const draw = useAct(endpoints.allocateParticipant);
  return (
    <>
      {drawsFor === 'cohort' && cohort ? (
        <>
          <p>{words.draw.asCohort}</p>
          <Button component={Link} to={paths.cohort(grant, cohort.cohort)}>
            {words.draw.toCohort}
          </Button>
        </>
      ) : (
        <>
          <p>{refusal === null ? words.draw.ready : `${words.participant.stands}: ${wordOf(words.codes.missing, refusal)}`}</p>
          <ProblemNotice refused={draw.refused} />
          <ConfirmButton
            label={words.draw.one}
            consequence={words.draw.consequenceOne(name ?? showCode(code))}
            confirm={words.draw.now}
            disabled={refusal !== null}
            isActing={draw.isActing}
            onConfirm={() => draw.act({ params: { trial, participant: code } })}
          />
        </>
      )}
      <details>
        <summary>{words.participant.moveCohort}</summary>
        <Joining participant={code} site={site} current={cohort?.cohort ?? null} />
      </details>
    </>
  );
}
