import type { Reply } from '#contract/endpoint';
import type { listGrants } from '#contract/staff/access';
import type { listPeople } from '#contract/staff/people';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ConfirmButton } from '../components/confirm-button';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

type Person = Reply<typeof listPeople>['people'][number];
type Held = Reply<typeof listGrants>['grants'][number];

interface ColleagueProps {
  person: Person;
  grants: readonly Held[];
  siteName: (site: string | null) => string;
}

/** One who works on the trial: each role with its days, and the account by which they come in. */
export function Colleague({ person, grants, siteName }: ColleagueProps) {
  const { trial } = useGrant();
  const { words, language, day } = useSpeech();
  const w = words.account.people;
  const { staff, name, email, isInvited, isDisabled, hasFactor, seenOn } = person;
  const params = { trial, staff };
  const again = useAct(endpoints.invitePersonAgain);
  const close = useAct(endpoints.disablePerson);
  const open = useAct(endpoints.enablePerson);
  const seen = isInvited ? w.invited : seenOn ? words.account.sessions.seen(day(seenOn)) : w.neverSeen;
  return (
    <article className="card" aria-label={name}>
      <p>
        <strong>{name}</strong>, {email}
        <br />
        <span className="quiet">
          {isDisabled ? words.administration.closed : `${seen}${isInvited ? '' : `, ${hasFactor ? w.hasFactor : w.lacksFactor}`}`}
        </span>
      </p>
      <ul className="sentences">
        {grants.map((held) => (
          <Role key={held.grant} held={held} who={name} siteName={siteName} />
        ))}
      </ul>
      <ProblemNotice refused={again.refused ?? close.refused ?? open.refused} />
      <div className="buttons">
        {isDisabled ? (
          <ConfirmButton
            label={words.administration.open}
            consequence={words.administration.openConsequence(name)}
            confirm={words.administration.open}
            isActing={open.isActing}
            quiet
            onConfirm={() => open.act({ params })}
          />
        ) : (
          <>
            <ConfirmButton
              label={w.again}
              consequence={isInvited ? w.againConsequence(email) : w.resetConsequence(email)}
              confirm={w.send}
              isActing={again.isActing}
              quiet
              onConfirm={() => again.act({ params, body: { language } })}
            />
            <ConfirmButton
              label={words.administration.close}
              consequence={words.administration.closeConsequence(name)}
              confirm={words.administration.close}
              isActing={close.isActing}
              quiet
              danger
              onConfirm={() => close.act({ params })}
            />
          </>
        )}
      </div>
    </article>
  );
}

function Role({ held, who, siteName }: { held: Held; who: string; siteName: ColleagueProps['siteName'] }) {
  const { trial } = useGrant();
  const { words, day } = useSpeech();
  const w = words.administration;
  const end = useAct(endpoints.endGrant);
  const { grant, role, site, group, from, until, inForce } = held;
  const what = words.codes.roles[role];
  return (
    <li>
      <span>
        {what} · {siteName(site)}
        {group !== null && ` · ${w.oneGroup}`}
        <br />
        <span className="quiet">
          {w.days(from && day(from), until && day(until))}
          {!inForce && ` · ${w.notNow}`}
        </span>
      </span>
      <ConfirmButton
        label={w.end}
        consequence={w.endConsequence(who, what)}
        confirm={w.end}
        isActing={end.isActing}
        quiet
        danger
        onConfirm={() => end.act({ params: { trial, grant } })}
      />
      <ProblemNotice refused={end.refused} />
    </li>
  );
}
