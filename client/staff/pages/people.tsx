import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { Colleague } from '../people/colleague';
import { GiveRole } from '../people/give-role';
import { Invite } from '../people/invite';
import { useSpeech } from '../speech';

/** Who works on the trial and what each may do: giving and ending roles, closing an account, inviting, helping somebody in again. */
export function People() {
  const { words } = useSpeech();
  return (
    <Page title={words.account.people.title} lead={words.account.people.lead}>
      <Colleagues />
      <GiveRole />
      <Invite />
    </Page>
  );
}

function Colleagues() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const { people, sites } = useRead(endpoints.listPeople, { params: { trial } });
  const { grants } = useRead(endpoints.listGrants, { params: { trial } });
  return (
    <section aria-labelledby="colleagues">
      <h2 id="colleagues">{words.account.people.here}</h2>
      {people.map((person) => (
        <Colleague
          key={person.staff}
          person={person}
          grants={grants.filter(({ staff }) => staff === person.staff)}
          siteName={(id) => sites.find((site) => site.id === id)?.name ?? id ?? words.grants.allSites}
        />
      ))}
    </section>
  );
}
