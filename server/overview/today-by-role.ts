import type { Reply } from '#contract/endpoint';
import type { readToday } from '#contract/staff/overview';
import type { Role } from '#protocols/model/role';
import type { StaffContext } from '../context';
import { todayForCeremony } from './today-of-ceremony';
import { todayForCoordinator } from './today-of-coordinator';
import { todayForData } from './today-of-data';
import { todayForOpened } from './today-of-opened';
import { todayForTrial } from './today-of-trial';

type Sentences = Reply<typeof readToday>['sentences'];

/** Who gathers the day of each role. Several may: their sentences are put together. A role without any has nothing that waits here. */
export const TODAY_OF: Record<Role, ReadonlyArray<(context: StaffContext, trial: string) => Promise<Sentences>>> = {
  coordinator: [todayForCoordinator],
  facilitator: [],
  assessor: [],
  researcher: [todayForOpened, todayForCeremony, (context, trial) => todayForTrial(context, trial, 'researcher')],
  custodian: [todayForOpened, todayForCeremony, (context, trial) => todayForTrial(context, trial, 'custodian')],
  'safety-contact': [],
  'data-manager': [
    todayForOpened,
    todayForCeremony,
    todayForData,
    (context, trial) => todayForTrial(context, trial, 'data-manager'),
  ],
  monitor: [todayForOpened, todayForCeremony],
  administrator: [],
};
