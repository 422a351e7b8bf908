import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { ConfirmButton } from './confirm-button';
import { PersonalLink } from './personal-link';
import { ProblemNotice } from './problem-notice';

/** Makes a new personal link for a participant and shows it once. */
export function NewLink({ participant }: { participant: string }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const issue = useAct(endpoints.issueLink);
  return (
    <section className="card" aria-labelledby="new-link">
      <h2 id="new-link">{words.link.title}</h2>
      <p>{words.link.lead}</p>
      <ProblemNotice refused={issue.refused} />
      {issue.reply && <PersonalLink link={issue.reply.link} />}
      <ConfirmButton
        label={words.link.make}
        consequence={words.link.consequence}
        confirm={words.link.make}
        isActing={issue.isActing}
        quiet
        onConfirm={() => issue.act({ params: { trial, participant } })}
      />
    </section>
  );
}
