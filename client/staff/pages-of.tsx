import { lazy, type ReactNode } from 'react';
import type { Role } from '#protocols/model/role';
import { Alerts } from './pages/alerts';
import { Call } from './pages/call';
import { Calls } from './pages/calls';
import { CeremonyPage } from './pages/ceremony';
import { ChangeParticipation } from './pages/change-participation';
import { Cohort } from './pages/cohort';
import { Cohorts } from './pages/cohorts';
import { Completeness } from './pages/completeness';
import { Consent } from './pages/consent';
import { Corrections } from './pages/corrections';
import { Erasure } from './pages/erasure';
import { Flow } from './pages/flow';
import { FormGroups } from './pages/form-groups';
import { Group } from './pages/group';
import { Groups } from './pages/groups';
import { Guard } from './pages/guard';
import { Letters } from './pages/letters';
import { LotteryProof } from './pages/lottery';
import { Matches } from './pages/matches';
import { MishapOf } from './pages/mishap-of';
import { Mishaps } from './pages/mishaps';
import { MyGroup } from './pages/my-group';
import { Oversight } from './pages/oversight';
import { Participant } from './pages/participant';
import { ParticipantTrail } from './pages/participant-trail';
import { Participants } from './pages/participants';
import { People } from './pages/people';
import { PlanCohort } from './pages/plan-cohort';
import { Recruitment } from './pages/recruitment';
import { Register } from './pages/register';
import { Reschedule } from './pages/reschedule';
import { Sheets } from './pages/sheets';
import { Today } from './pages/today';
import { Trail } from './pages/trail';
import { Trial } from './pages/trial';
import { Unblind } from './pages/unblind';
import { Unblindings } from './pages/unblindings';

// Reckoning schemes comes with the page that compares them.
const Schemes = lazy(async () => ({ default: (await import('./pages/schemes')).Schemes }));
// The charts' library comes with the page that draws with it.
const Results = lazy(async () => ({ default: (await import('./pages/results')).Results }));

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
    ['recruitment', <Recruitment />],
    ['cohorts/:cohort/groups', <FormGroups />],
    ['groups', <Groups />],
    ['groups/:group', <Group />],
    ['matches', <Matches />],
    ['participants/:participant/mishap', <MishapOf />],
    ['mishaps', <Mishaps />],
    ['sheets', <Sheets />],
    ['lottery', <LotteryProof />],
    ['protocol', <Trial />],
  ],
  assessor: [
    ['calls', <Calls />],
    ['calls/:participant/:wave', <Call />],
  ],
  facilitator: [['my-group', <MyGroup />]],
  researcher: [
    ['today', <Today />],
    ['recruitment', <Recruitment />],
    ['flow', <Flow />],
    ['completeness', <Completeness />],
    ['known-arms', <Unblindings />],
    ['mishaps', <Mishaps />],
    ['results', <Results />],
    ['erasure', <Erasure />],
    ['lottery', <LotteryProof />],
    ['ceremony', <CeremonyPage />],
    ['lottery/schemes', <Schemes />],
    ['protocol', <Trial />],
  ],
  custodian: [
    ['today', <Today />],
    ['recruitment', <Recruitment />],
    ['flow', <Flow />],
    ['completeness', <Completeness />],
    ['known-arms', <Unblindings />],
    ['mishaps', <Mishaps />],
    ['sheets', <Sheets />],
    ['guard', <Guard />],
    ['results', <Results />],
    ['lottery', <LotteryProof />],
    ['ceremony', <CeremonyPage />],
    ['lottery/schemes', <Schemes />],
    ['protocol', <Trial />],
  ],
  'safety-contact': [
    ['alerts', <Alerts />],
    ['open-arm', <Unblind />],
    ['sheets', <Sheets />],
  ],
  'data-manager': [
    ['today', <Today />],
    ['recruitment', <Recruitment />],
    ['flow', <Flow />],
    ['completeness', <Completeness />],
    ['known-arms', <Unblindings />],
    ['mishaps', <Mishaps />],
    ['sheets', <Sheets />],
    ['results', <Results />],
    ['letters', <Letters />],
    ['corrections', <Corrections />],
    ['erasure', <Erasure />],
    ['trail', <Trail />],
    ['trail/:participant', <ParticipantTrail />],
    ['oversight', <Oversight />],
    ['lottery', <LotteryProof />],
    ['ceremony', <CeremonyPage />],
    ['protocol', <Trial />],
  ],
  monitor: [
    ['today', <Today />],
    ['recruitment', <Recruitment />],
    ['flow', <Flow />],
    ['completeness', <Completeness />],
    ['known-arms', <Unblindings />],
    ['mishaps', <Mishaps />],
    ['trail', <Trail />],
    ['trail/:participant', <ParticipantTrail />],
    ['oversight', <Oversight />],
    ['lottery', <LotteryProof />],
    ['ceremony', <CeremonyPage />],
    ['protocol', <Trial />],
  ],
  administrator: [
    ['colleagues', <People />],
    ['lottery', <LotteryProof />],
    ['ceremony', <CeremonyPage />],
    ['protocol', <Trial />],
  ],
};
