import type { ReactNode } from 'react';
import { Navigate, Route, Routes, useParams } from 'react-router';
import type { Role } from '#protocols/model/role';
import { Shell } from './components/shell';
import { UnknownPage } from './components/unknown-page';
import { GrantContext, type Grant, type SignedIn } from './grant';
import { ChangeParticipation } from './pages/change-participation';
import { Cohort } from './pages/cohort';
import { Cohorts } from './pages/cohorts';
import { Consent } from './pages/consent';
import { Corrections } from './pages/corrections';
import { Erasure } from './pages/erasure';
import { Participant } from './pages/participant';
import { Participants } from './pages/participants';
import { PlanCohort } from './pages/plan-cohort';
import { Register } from './pages/register';
import { Reschedule } from './pages/reschedule';
import { Results } from './pages/results';
import { Today } from './pages/today';
import { paths, slugOf } from './paths';

const PAGES: Record<Role, Array<[path: string, page: ReactNode]>> = {
  coordinator: [
    ['today', <Today />],
    ['participants', <Participants />],
    ['register', <Register />],
    ['participants/:participant', <Participant />],
    ['participants/:participant/consent', <Consent />],
    ['participants/:participant/change', <ChangeParticipation />],
    ['cohorts', <Cohorts />],
    ['plan-cohort', <PlanCohort />],
    ['cohorts/:cohort', <Cohort />],
    ['cohorts/:cohort/dates', <Reschedule />],
  ],
  facilitator: [],
  assessor: [],
  researcher: [
    ['results', <Results />],
    ['erasure', <Erasure />],
  ],
  custodian: [['results', <Results />]],
  'safety-contact': [],
  'data-manager': [
    ['results', <Results />],
    ['corrections', <Corrections />],
    ['erasure', <Erasure />],
  ],
  monitor: [],
  administrator: [],
};

const firstPage = (grant: Grant): string => (grant.role === 'coordinator' ? paths.today(grant) : paths.results(grant));

/** The pages of the grant that the address names; one the person does not hold leads back to the choice. */
export function Workplace({ signedIn }: { signedIn: SignedIn }) {
  const { trial, grant: slug } = useParams();
  const grant = signedIn.grants.find((held) => held.trial === trial && slugOf(held) === slug);
  if (!grant) return <Navigate to={paths.choose()} replace />;
  return (
    <GrantContext.Provider value={grant}>
      <Shell signedIn={signedIn}>
        <Routes>
          <Route index element={<Navigate to={firstPage(grant)} replace />} />
          {PAGES[grant.role].map(([path, page]) => (
            <Route key={path} path={path} element={page} />
          ))}
          <Route path="*" element={<UnknownPage />} />
        </Routes>
      </Shell>
    </GrantContext.Provider>
  );
}
