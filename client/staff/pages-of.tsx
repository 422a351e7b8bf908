import type { ReactNode } from 'react';
import type { Role } from '#protocols/model/role';
import { Alerts } from './pages/alerts';
import { Call } from './pages/call';
import { Calls } from './pages/calls';
import { ChangeParticipation } from './pages/change-participation';
import { Cohort } from './pages/cohort';
import { Cohorts } from './pages/cohorts';
import { Consent } from './pages/consent';
import { Corrections } from './pages/corrections';
import { Erasure } from './pages/erasure';
import { Participant } from './pages/participant';
import { Participants } from './pages/participants';
import { People } from './pages/people';
import { PlanCohort } from './pages/plan-cohort';
import { Register } from './pages/register';
import { Reschedule } from './pages/reschedule';
import { Results } from './pages/results';
import { Today } from './pages/today';

/** The pages of each role, by their address below the grant's. A page that is not in a role's list does not exist for it. */
export const PAGES_OF: Record<Role, ReadonlyArray<readonly [path: string, page: ReactNode]>> = {
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
  assessor: [
    ['calls', <Calls />],
    ['calls/:participant/:wave', <Call />],
  ],
  researcher: [
    ['results', <Results />],
    ['erasure', <Erasure />],
  ],
  custodian: [['results', <Results />]],
  'safety-contact': [['alerts', <Alerts />]],
  'data-manager': [
    ['results', <Results />],
    ['corrections', <Corrections />],
    ['erasure', <Erasure />],
  ],
  monitor: [],
  administrator: [['colleagues', <People />]],
};
