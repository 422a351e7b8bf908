import type * as cohorts from '#contract/staff/cohorts';
import type * as participants from '#contract/staff/participants';
import type * as results from '#contract/staff/results';
import type * as session from '#contract/staff/session';
import type * as trial from '#contract/staff/trial';
import { route } from '../../shared/route';

const inTrial = '/api/staff/trials/:trial';
const ofParticipant = `${inTrial}/participants/:participant`;
const ofCohort = `${inTrial}/cohorts/:cohort`;

/** The staff's endpoints: types from the contract, places written here and held against it by test/client/paths.test.ts. */
export const endpoints = {
  signIn: route<typeof session.signIn>('signIn', 'POST', '/api/staff/session'),
  whoAmI: route<typeof session.whoAmI>('whoAmI', 'GET', '/api/staff/session'),
  signOut: route<typeof session.signOut>('signOut', 'DELETE', '/api/staff/session'),
  readTrial: route<typeof trial.readTrial>('readTrial', 'GET', inTrial),
  moveClock: route<typeof trial.moveClock>('moveClock', 'POST', `${inTrial}/clock`),
  registerParticipant: route<typeof participants.registerParticipant>('registerParticipant', 'POST', `${inTrial}/participants`),
  listParticipants: route<typeof participants.listParticipants>('listParticipants', 'GET', `${inTrial}/participants`),
  readParticipant: route<typeof participants.readParticipant>('readParticipant', 'GET', ofParticipant),
  issueLink: route<typeof participants.issueLink>('issueLink', 'POST', `${ofParticipant}/link`),
  informOrally: route<typeof participants.informOrally>('informOrally', 'POST', `${ofParticipant}/oral-information`),
  countersign: route<typeof participants.countersign>('countersign', 'POST', `${ofParticipant}/consent`),
  readConsent: route<typeof participants.readConsent>('readConsent', 'GET', `${ofParticipant}/consent`),
  screenParticipant: route<typeof participants.screenParticipant>('screenParticipant', 'POST', `${ofParticipant}/screening`),
  joinCohort: route<typeof participants.joinCohort>('joinCohort', 'POST', `${ofParticipant}/cohort`),
  allocateParticipant: route<typeof participants.allocateParticipant>(
    'allocateParticipant',
    'POST',
    `${ofParticipant}/allocation`,
  ),
  changeParticipation: route<typeof participants.changeParticipation>(
    'changeParticipation',
    'POST',
    `${ofParticipant}/participation`,
  ),
  correctAnswer: route<typeof participants.correctAnswer>('correctAnswer', 'POST', `${ofParticipant}/corrections`),
  requestErasure: route<typeof participants.requestErasure>('requestErasure', 'POST', `${ofParticipant}/erasure-request`),
  eraseParticipant: route<typeof participants.eraseParticipant>('eraseParticipant', 'POST', `${ofParticipant}/erasure`),
  listCohorts: route<typeof cohorts.listCohorts>('listCohorts', 'GET', `${inTrial}/cohorts`),
  readCohort: route<typeof cohorts.readCohort>('readCohort', 'GET', ofCohort),
  planCohort: route<typeof cohorts.planCohort>('planCohort', 'POST', `${inTrial}/cohorts`),
  rescheduleCohort: route<typeof cohorts.rescheduleCohort>('rescheduleCohort', 'POST', `${ofCohort}/dates`),
  allocateCohort: route<typeof cohorts.allocateCohort>('allocateCohort', 'POST', `${ofCohort}/allocation`),
  readResults: route<typeof results.readResults>('readResults', 'GET', `${inTrial}/results`),
  lockPlan: route<typeof results.lockPlan>('lockPlan', 'POST', `${inTrial}/lock`),
  exportData: route<typeof results.exportData>('exportData', 'POST', `${inTrial}/exports`),
};
