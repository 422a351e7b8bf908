import { useEffect, useId, useRef, type ReactNode } from 'react';
import type { Reply } from '#contract/endpoint';
import type { readParticipant } from '#contract/staff/participants';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';
import { Countersign } from './countersign';
import { Drawing } from './drawing';
import { Inform } from './inform';
import { Joining } from './joining';
import { Screening } from './screening';

export type Person = Reply<typeof readParticipant>;

/** What comes next for a participant, and the one thing to do about it. When it changes, the reader is taken to the new one. */
export function NextStep({ person }: { person: Person }) {
  const { words } = useSpeech();
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(person.step);
  useEffect(() => {
    if (before.current !== person.step) heading.current?.focus();
    before.current = person.step;
  }, [person.step]);
  return (
    <section className="card next" aria-labelledby={title}>
      <h2 id={title} ref={heading} tabIndex={-1}>
        {words.participant.next}
      </h2>
      <What key={person.step} person={person} />
    </section>
  );
}

function What({ person }: { person: Person }): ReactNode {
  const { words } = useSpeech();
  const { step, code, refusal } = person;
  switch (step) {
    case 'information':
      return <Inform participant={code} language={person.language} />;
    case 'reading':
    case 'comprehension':
    case 'signing':
    case 'baseline':
      return (
        <>
          <p>{words.participant.waitsFor[step]}</p>
          {step === 'baseline' && refusal === 'baseline-old' && <p className="quiet">{wordOf(words.codes.missing, refusal)}</p>}
        </>
      );
    case 'countersigning':
      return <Countersign participant={code} />;
    case 'screening':
      return <Screening participant={code} />;
    case 'not-eligible':
      return (
        <>
          <p>{words.participant.notEligible}</p>
          <details>
            <summary>{words.participant.screenAgain}</summary>
            <Screening participant={code} />
          </details>
        </>
      );
    case 'cohort':
      return <Joining participant={code} site={person.site} current={null} />;
    case 'allocation':
      return <Drawing person={person} />;
    case 'follow-up':
      return <p>{words.participant.followUp}</p>;
    case 'ended':
      return <p>{words.participant.ended}</p>;
  }
}
