import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { readToday } from '#contract/staff/overview';
import type { Urgency } from '#protocols/rules/today';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { useGrant, type Grant } from '../grant';
import { paths } from '../paths';
import { LotteryLine } from '../lottery/line';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

type Sentence = Reply<typeof readToday>['sentences'][number];

/** What needs doing today, in sentences with a verb, grouped by what happens if nobody acts. */
export function Today() {
  const grant = useGrant();
  const { words } = useSpeech();
  const { sentences, isEmpty } = useRead(endpoints.readToday, { params: { trial: grant.trial } });
  const isCoordinator = grant.role === 'coordinator';
  const register = (
    <Button component={Link} to={paths.register(grant)}>
      {words.participants.register}
    </Button>
  );
  const isUpToDate = sentences.every(({ urgency }) => urgency === 'can-wait');
  return (
    <Page title={words.today.title} action={isCoordinator && register}>
      <LotteryLine />
      {isUpToDate && (
        <Empty
          title={words.today.nothing}
          hint={isEmpty ? (isCoordinator ? words.today.empty : words.today.emptyTrial) : words.today.nothingHint}
        />
      )}
      {keysOf(words.today.urgencies).map((urgency) => (
        <Group key={urgency} urgency={urgency} sentences={sentences.filter((one) => one.urgency === urgency)} />
      ))}
    </Page>
  );
}

function Group({ urgency, sentences }: { urgency: Urgency; sentences: readonly Sentence[] }) {
  const { words } = useSpeech();
  if (sentences.length === 0) return null;
  return (
    <section className={`day day-${urgency}`} aria-labelledby={`day-${urgency}`}>
      <h2 id={`day-${urgency}`}>{words.today.urgencies[urgency]}</h2>
      <p className="quiet">{words.today.means[urgency]}</p>
      <ul className={urgency === 'can-wait' ? 'sentences' : 'sentences strong'}>
        {sentences.map((sentence, place) => (
          <Line key={`${sentence.code} ${sentence.participant ?? sentence.cohort ?? place}`} sentence={sentence} />
        ))}
      </ul>
    </section>
  );
}

function Line({ sentence }: { sentence: Sentence }) {
  const grant = useGrant();
  const { words, day } = useSpeech();
  const { code, participant, person, name, step, n, of } = sentence;
  const said = words.today.sentences[code]({
    who: person ?? (participant === undefined ? '' : showCode(participant)),
    name: name ?? '',
    step: step === undefined ? '' : words.codes.steps[step],
    n: n ?? 0,
    of: of ?? 0,
    day: sentence.day === undefined ? '' : day(sentence.day),
  });
  const to = placeOf(grant, sentence);
  return (
    <li>
      {to === null ? <span>{said}</span> : <Link to={to}>{said}</Link>}
      {participant !== undefined && person !== undefined && (
        <span className="quiet">
          <Code code={participant} />
        </span>
      )}
    </li>
  );
}

/** Where one goes to do it; null where it is done outside this house. */
function placeOf(grant: Grant, { code, participant, cohort, step }: Sentence): string | null {
  switch (code) {
    case 'inform':
    case 'countersign':
    case 'screen':
    case 'place':
    case 'draw':
    case 'reads':
    case 'comprehends':
    case 'signs':
    case 'baseline':
      return paths.participant(grant, participant ?? '');
    case 'draw-cohort':
    case 'cohort-lacks':
    case 'cohort-too-small':
    case 'cohort-not-ready':
    case 'group-starts':
      return paths.cohort(grant, cohort ?? '');
    case 'more-people':
      return paths.participants(grant, { step: step ?? '' });
    case 'recruitment-behind':
      return paths.recruitment(grant);
    case 'lock-possible':
    case 'lock-second':
    case 'lock-proposed':
    case 'take-data-home':
      return paths.results(grant);
    case 'erasure-asked':
    case 'erasure-second':
      return paths.erasure(grant);
    case 'ceremony-commit':
    case 'ceremony-enter':
    case 'ceremony-bring':
    case 'ceremony-give-up':
    case 'ceremony-waits-shares':
    case 'ceremony-waits-value':
    case 'ceremony-waits-bringing':
    case 'ceremony-stuck':
      return paths.ceremony(grant);
    case 'arm-opened':
      return paths.unblindings(grant);
    case 'letters-unsettled':
      return paths.letters(grant);
    case 'letters-silent':
    case 'letters-unsent':
    case 'cohort-waits':
      return null;
  }
}
