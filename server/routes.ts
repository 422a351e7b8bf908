import * as answers from '#contract/participant/answers';
import * as cohorts from '#contract/staff/cohorts';
import * as participants from '#contract/staff/participants';
import { route, type Route } from './http/serve';
import { saveAnswer } from './services/answers/save-answer';
import { allocateParticipant } from './services/allocation/allocate-participant';
import { allocateCohort } from './services/allocation/allocate-cohort';
import { registerParticipant } from './services/participants/register-participant';

/** Every promise of the contract and the service that keeps it, one line each. */
export const ROUTES: readonly Route[] = [
  route(answers.saveAnswer, saveAnswer),
  route(participants.registerParticipant, registerParticipant),
  route(participants.allocateParticipant, allocateParticipant),
  route(cohorts.allocateCohort, allocateCohort),
];
