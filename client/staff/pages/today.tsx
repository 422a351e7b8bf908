import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Step } from '#protocols/rules/journey';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useAllParticipants, type ParticipantRow } from '../api/use-all-participants';
import { useOpenCohorts } from '../api/use-open-cohorts';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import type { Words } from '../words/da';

type Sentence = (who: string) => string;

/** What the coordinator does next, by step; a step without a sentence needs nobody. */
const mine = ({ today }: Words, drawsForCohort: boolean): Partial<Record<Step, Sentence>> => ({
  information: today.inform,
  countersigning: today.countersign,
  screening: today.screen,
  cohort: today.place,
  ...(drawsForCohort ? {} : { allocation: today.draw }),
});

const theirs = ({ today }: Words): Partial<Record<Step, Sentence>> => ({
  reading: today.reads,
  comprehension: today.comprehends,
  signing: today.signs,
  baseline: today.baseline,
});

export function Today() {
  const grant = useGrant();
  const { words, day } = useSpeech();
  const { drawsFor } = useRead(endpoints.readTrial, { params: { trial: grant.trial } });
  const { participants, isWhole } = useAllParticipants();
  const cohorts = useOpenCohorts();
  const drawsForCohort = drawsFor === 'cohort';
  const ready = drawsForCohort ? cohorts.filter(({ refusal }) => refusal === null) : [];
  const waiting = cohorts.filter((cohort) => !ready.includes(cohort));
  const sentencesOf = (sentences: Partial<Record<Step, Sentence>>): ReactNode[] =>
    participants.flatMap((row) =>
      sentences[row.step] ? [<Person key={row.code} row={row} sentence={sentences[row.step]!} />] : [],
    );
  const drawn = ready.map(({ cohort, name, members }) => (
    <li key={cohort}>
      <Link to={paths.cohort(grant, cohort)}>{words.today.drawCohort(name, words.people(members))}</Link>
    </li>
  ));
  const yours = [...drawn, ...sentencesOf(mine(words, drawsForCohort))];
  return (
    <Page
      title={words.today.title}
      action={
        <Button component={Link} to={paths.register(grant)}>
          {words.participants.register}
        </Button>
      }
    >
      {yours.length > 0 ? (
        <Group title={words.today.yours} strong>
          {yours}
        </Group>
      ) : (
        <Empty title={words.today.nothing} hint={participants.length === 0 ? words.today.empty : words.today.nothingHint} />
      )}
      <Group title={words.today.theirs} hint={words.today.linkHint}>
        {sentencesOf(theirs(words))}
      </Group>
      <Group title={words.today.waiting}>
        {waiting.map(({ cohort, name, members, capacity, closesOn }) => (
          <li key={cohort}>
            <Link to={paths.cohort(grant, cohort)}>{words.today.cohortWaits(name, members, capacity, day(closesOn))}</Link>
          </li>
        ))}
      </Group>
      {!isWhole && <p className="quiet">{words.today.more(participants.length)}</p>}
    </Page>
  );
}

function Person({ row, sentence }: { row: ParticipantRow; sentence: Sentence }) {
  const grant = useGrant();
  return (
    <li>
      <Link to={paths.participant(grant, row.code)}>{sentence(row.name ?? showCode(row.code))}</Link>
      {row.name !== null && (
        <span className="quiet">
          <Code code={row.code} />
        </span>
      )}
    </li>
  );
}

function Group({ title, hint, strong, children }: { title: string; hint?: string; strong?: boolean; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      {hint && <p className="quiet">{hint}</p>}
      <ul className={strong ? 'sentences strong' : 'sentences'}>{children}</ul>
    </section>
  );
}
