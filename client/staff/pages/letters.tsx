import type { Reply } from '#contract/endpoint';
import type { listUnsettledLetters } from '#contract/staff/letters';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { Code } from '../components/code';
import { ConfirmButton } from '../components/confirm-button';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

type Letter = Reply<typeof listUnsettledLetters>['letters'][number];

/** Letters nobody knows about: whoever finds out says whether each was sent. */
export function Letters() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.administration.letters;
  const { letters } = useRead(endpoints.listUnsettledLetters, { params: { trial } });
  return (
    <Page title={w.title} lead={w.lead}>
      {letters.length === 0 && <Empty title={w.none} hint={w.noneHint} />}
      {letters.map((letter) => (
        <Unsettled key={`${letter.code} ${letter.wave} ${letter.letter} ${letter.ordinal}`} letter={letter} />
      ))}
    </Page>
  );
}

function Unsettled({ letter: one }: { letter: Letter }) {
  const { trial } = useGrant();
  const { words, text, instant } = useSpeech();
  const w = words.administration.letters;
  const settle = useAct(endpoints.settleLetter);
  const { code, wave, letter, ordinal, title, takenAt } = one;
  const say = (outcome: 'was-sent' | 'send-again') => () =>
    settle.act({ params: { trial }, body: { code, wave, letter, ordinal, outcome } });
  return (
    <article className="card" aria-label={`${code} ${w.kind(words.codes.letters[letter], ordinal)}`}>
      <p>
        <Code code={code} /> {w.kind(words.codes.letters[letter], ordinal)}
        {title && `, ${text(title)}`}
        <br />
        <span className="quiet">
          {w.taken} <time dateTime={takenAt}>{instant(takenAt)}</time>
        </span>
      </p>
      <ProblemNotice refused={settle.refused} />
      <div className="buttons">
        <ConfirmButton
          label={w.wasSent}
          consequence={w.wasSentConsequence}
          confirm={w.wasSent}
          isActing={settle.isActing}
          quiet
          onConfirm={say('was-sent')}
        />
        <ConfirmButton
          label={w.sendAgain}
          consequence={w.sendAgainConsequence}
          confirm={w.sendAgain}
          isActing={settle.isActing}
          quiet
          onConfirm={say('send-again')}
        />
      </div>
    </article>
  );
}
