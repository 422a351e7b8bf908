import type * as access from '#contract/staff/access';
import type * as account from '#contract/staff/account';
import type * as assessment from '#contract/staff/assessment';
import type * as auditTrail from '#contract/staff/audit-trail';
import type * as ceremony from '#contract/staff/ceremony';
import type * as cohorts from '#contract/staff/cohorts';
import type * as gate from '#contract/staff/gate';
import type * as letters from '#contract/staff/letters';
import type * as guard from '#contract/staff/guard';
import type * as mishaps from '#contract/staff/mishaps';
import type * as overview from '#contract/staff/overview';
import type * as delivery from '#contract/staff/delivery';
import type * as participants from '#contract/staff/participants';
import type * as people from '#contract/staff/people';
import type * as lottery from '#contract/staff/lottery';
import type * as protocol from '#contract/staff/protocol';
import type * as results from '#contract/staff/results';
import type * as safety from '#contract/staff/safety';
import type * as sheets from '#contract/staff/sheets';
import type * as session from '#contract/staff/session';
import type * as trial from '#contract/staff/trial';
import type * as unblinding from '#contract/staff/unblinding';
import { route } from '../../shared/route';

const inTrial = '/api/staff/trials/:trial';
const mine = '/api/staff/account';
const ofParticipant = `${inTrial}/participants/:participant`;
const ofMishap = `${ofParticipant}/mishaps`;
const ofCall = `${ofParticipant}/calls/:wave`;
const ofAlert = `${inTrial}/alerts/:alert`;
const ofCohort = `${inTrial}/cohorts/:cohort`;
const ofGroup = `${inTrial}/groups/:group`;
const ofCeremony = `${inTrial}/ceremonies/:ceremony`;
const ofMyGroup = `${inTrial}/my-groups/:group`;

/** The staff's endpoints: types from the contract, places written here and held against it by test/client/paths.test.ts. */
export const endpoints = {
  signIn: route<typeof session.signIn>('signIn', 'POST', '/api/staff/session'),
  whoAmI: route<typeof session.whoAmI>('whoAmI', 'GET', '/api/staff/session'),
  signOut: route<typeof session.signOut>('signOut', 'DELETE', '/api/staff/session'),
  finishSignIn: route<typeof session.finishSignIn>('finishSignIn', 'POST', '/api/staff/session/second-factor'),
  askPasskey: route<typeof session.askPasskey>('askPasskey', 'POST', '/api/staff/session/passkey-question'),
  signInByPasskey: route<typeof session.signInByPasskey>('signInByPasskey', 'POST', '/api/staff/session/passkey'),
  proveAgain: route<typeof session.proveAgain>('proveAgain', 'POST', '/api/staff/session/proof'),
  readAccount: route<typeof account.readAccount>('readAccount', 'GET', mine),
  offerTotp: route<typeof account.offerTotp>('offerTotp', 'POST', `${mine}/totp`),
  confirmTotp: route<typeof account.confirmTotp>('confirmTotp', 'POST', `${mine}/totp/confirmation`),
  removeTotp: route<typeof account.removeTotp>('removeTotp', 'DELETE', `${mine}/totp`),
  offerPasskey: route<typeof account.offerPasskey>('offerPasskey', 'POST', `${mine}/passkey-offer`),
  addPasskey: route<typeof account.addPasskey>('addPasskey', 'POST', `${mine}/passkeys`),
  removePasskey: route<typeof account.removePasskey>('removePasskey', 'DELETE', `${mine}/passkeys/:passkey`),
  renewRecoveryCodes: route<typeof account.renewRecoveryCodes>('renewRecoveryCodes', 'POST', `${mine}/recovery-codes`),
  changePassword: route<typeof account.changePassword>('changePassword', 'POST', `${mine}/password`),
  endSession: route<typeof account.endSession>('endSession', 'DELETE', `${mine}/sessions/:session`),
  endOtherSessions: route<typeof account.endOtherSessions>('endOtherSessions', 'DELETE', `${mine}/sessions`),
  openInvitation: route<typeof account.openInvitation>('openInvitation', 'POST', '/api/staff/invitations/opened'),
  acceptInvitation: route<typeof account.acceptInvitation>('acceptInvitation', 'POST', '/api/staff/invitations/accepted'),
  listPeople: route<typeof people.listPeople>('listPeople', 'GET', `${inTrial}/people`),
  invitePerson: route<typeof people.invitePerson>('invitePerson', 'POST', `${inTrial}/people`),
  invitePersonAgain: route<typeof people.invitePersonAgain>('invitePersonAgain', 'POST', `${inTrial}/people/:staff/invitation`),
  disablePerson: route<typeof people.disablePerson>('disablePerson', 'POST', `${inTrial}/people/:staff/disabled`),
  enablePerson: route<typeof people.enablePerson>('enablePerson', 'DELETE', `${inTrial}/people/:staff/disabled`),
  readTrial: route<typeof trial.readTrial>('readTrial', 'GET', inTrial),
  readClock: route<typeof trial.readClock>('readClock', 'GET', `${inTrial}/clock`),
  readProtocol: route<typeof protocol.readProtocol>('readProtocol', 'GET', `${inTrial}/protocol`),
  moveClock: route<typeof trial.moveClock>('moveClock', 'POST', `${inTrial}/clock`),
  readGate: route<typeof gate.readGate>('readGate', 'GET', `${inTrial}/gate`),
  meetCondition: route<typeof gate.meetCondition>('meetCondition', 'POST', `${inTrial}/gate`),
  readCeremonies: route<typeof ceremony.readCeremonies>('readCeremonies', 'GET', `${inTrial}/ceremonies`),
  announceCeremony: route<typeof ceremony.announceCeremony>('announceCeremony', 'POST', `${inTrial}/ceremonies`),
  commitShare: route<typeof ceremony.commitShare>('commitShare', 'POST', `${ofCeremony}/commitment`),
  enterValue: route<typeof ceremony.enterValue>('enterValue', 'POST', `${ofCeremony}/value`),
  bringShare: route<typeof ceremony.bringShare>('bringShare', 'POST', `${ofCeremony}/share`),
  abortCeremony: route<typeof ceremony.abortCeremony>('abortCeremony', 'POST', `${ofCeremony}/abort`),
  giveEscrowSheet: route<typeof ceremony.giveEscrowSheet>('giveEscrowSheet', 'POST', `${ofCeremony}/escrow-sheet`),
  openVersion: route<typeof gate.openVersion>('openVersion', 'POST', `${inTrial}/versions`),
  registerParticipant: route<typeof participants.registerParticipant>('registerParticipant', 'POST', `${inTrial}/participants`),
  listParticipants: route<typeof participants.listParticipants>('listParticipants', 'GET', `${inTrial}/participants`),
  readParticipant: route<typeof participants.readParticipant>('readParticipant', 'GET', ofParticipant),
  issueLink: route<typeof participants.issueLink>('issueLink', 'POST', `${ofParticipant}/link`),
  informOrally: route<typeof participants.informOrally>('informOrally', 'POST', `${ofParticipant}/oral-information`),
  countersign: route<typeof participants.countersign>('countersign', 'POST', `${ofParticipant}/consent`),
  readConsent: route<typeof participants.readConsent>('readConsent', 'GET', `${ofParticipant}/consent`),
  screenParticipant: route<typeof participants.screenParticipant>('screenParticipant', 'POST', `${ofParticipant}/screening`),
  joinCohort: route<typeof participants.joinCohort>('joinCohort', 'POST', `${ofParticipant}/cohort`),
  setHousehold: route<typeof participants.setHousehold>('setHousehold', 'POST', `${ofParticipant}/household`),
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
  mergeCohort: route<typeof cohorts.mergeCohort>('mergeCohort', 'POST', `${ofCohort}/merging`),
  allocateCohort: route<typeof cohorts.allocateCohort>('allocateCohort', 'POST', `${ofCohort}/allocation`),
  listUnsettledLetters: route<typeof letters.listUnsettledLetters>('listUnsettledLetters', 'GET', `${inTrial}/letters`),
  settleLetter: route<typeof letters.settleLetter>('settleLetter', 'POST', `${inTrial}/letters/settlement`),
  readToday: route<typeof overview.readToday>('readToday', 'GET', `${inTrial}/today`),
  readRecruitment: route<typeof overview.readRecruitment>('readRecruitment', 'GET', `${inTrial}/recruitment`),
  readFlow: route<typeof overview.readFlow>('readFlow', 'GET', `${inTrial}/flow`),
  readCompleteness: route<typeof overview.readCompleteness>('readCompleteness', 'GET', `${inTrial}/completeness`),
  listGroups: route<typeof delivery.listGroups>('listGroups', 'GET', `${inTrial}/groups`),
  suggestGroups: route<typeof delivery.suggestGroups>('suggestGroups', 'GET', `${ofCohort}/groups`),
  formGroups: route<typeof delivery.formGroups>('formGroups', 'POST', `${ofCohort}/groups`),
  readGroup: route<typeof delivery.readGroup>('readGroup', 'GET', ofGroup),
  placeInGroup: route<typeof delivery.placeInGroup>('placeInGroup', 'POST', `${ofParticipant}/group`),
  leaveGroup: route<typeof delivery.leaveGroup>('leaveGroup', 'POST', `${ofParticipant}/group/leaving`),
  nameFacilitator: route<typeof delivery.nameFacilitator>('nameFacilitator', 'POST', `${ofGroup}/facilitators`),
  endFacilitator: route<typeof delivery.endFacilitator>('endFacilitator', 'DELETE', `${ofGroup}/facilitators/:staff`),
  issueEveningLink: route<typeof delivery.issueEveningLink>('issueEveningLink', 'POST', `${ofGroup}/facilitators/:staff/link`),
  recordSession: route<typeof delivery.recordSession>('recordSession', 'POST', `${ofGroup}/sessions/:ordinal`),
  recordAttendance: route<typeof delivery.recordAttendance>(
    'recordAttendance',
    'POST',
    `${ofGroup}/sessions/:ordinal/attendance`,
  ),
  listMyGroups: route<typeof delivery.listMyGroups>('listMyGroups', 'GET', `${inTrial}/my-groups`),
  readMyGroup: route<typeof delivery.readMyGroup>('readMyGroup', 'GET', ofMyGroup),
  recordMyAttendance: route<typeof delivery.recordMyAttendance>(
    'recordMyAttendance',
    'POST',
    `${ofMyGroup}/sessions/:ordinal/attendance`,
  ),
  listMatches: route<typeof delivery.listMatches>('listMatches', 'GET', `${inTrial}/matches`),
  beginMatch: route<typeof delivery.beginMatch>('beginMatch', 'POST', `${ofParticipant}/match`),
  endMatch: route<typeof delivery.endMatch>('endMatch', 'POST', `${inTrial}/matches/:match/end`),
  readResults: route<typeof results.readResults>('readResults', 'GET', `${inTrial}/results`),
  rehearseResults: route<typeof results.rehearseResults>('rehearseResults', 'GET', `${inTrial}/results/rehearsal`),
  lockPlan: route<typeof results.lockPlan>('lockPlan', 'POST', `${inTrial}/lock`),
  listGrants: route<typeof access.listGrants>('listGrants', 'GET', `${inTrial}/grants`),
  giveGrant: route<typeof access.giveGrant>('giveGrant', 'POST', `${inTrial}/grants`),
  endGrant: route<typeof access.endGrant>('endGrant', 'DELETE', `${inTrial}/grants/:grant`),
  listCalls: route<typeof assessment.listCalls>('listCalls', 'GET', `${inTrial}/calls`),
  readCall: route<typeof assessment.readCall>('readCall', 'GET', ofCall),
  logCall: route<typeof assessment.logCall>('logCall', 'POST', ofCall),
  answerByInterview: route<typeof assessment.answerByInterview>('answerByInterview', 'PUT', `${ofCall}/answers`),
  submitInterview: route<typeof assessment.submitInterview>('submitInterview', 'POST', `${ofCall}/submission`),
  reportUnblinding: route<typeof unblinding.reportUnblinding>('reportUnblinding', 'POST', `${ofParticipant}/unblinding`),
  listUnblindings: route<typeof unblinding.listUnblindings>('listUnblindings', 'GET', `${inTrial}/unblindings`),
  listMishaps: route<typeof mishaps.listMishaps>('listMishaps', 'GET', `${inTrial}/mishaps`),
  correctFactor: route<typeof mishaps.correctFactor>('correctFactor', 'POST', `${ofMishap}/corrected-factor`),
  noteDuplicate: route<typeof mishaps.noteDuplicate>('noteDuplicate', 'POST', `${ofMishap}/duplicate`),
  reportInError: route<typeof mishaps.reportInError>('reportInError', 'POST', `${ofMishap}/in-error`),
  markInError: route<typeof mishaps.markInError>('markInError', 'POST', `${ofMishap}/in-error/confirmation`),
  proposeReplacement: route<typeof mishaps.proposeReplacement>('proposeReplacement', 'POST', `${ofMishap}/replacement`),
  replaceParticipant: route<typeof mishaps.replaceParticipant>(
    'replaceParticipant',
    'POST',
    `${ofMishap}/replacement/confirmation`,
  ),
  noteForced: route<typeof mishaps.noteForced>('noteForced', 'POST', `${ofMishap}/forced`),
  pauseLottery: route<typeof mishaps.pauseLottery>('pauseLottery', 'POST', `${inTrial}/lottery/pause`),
  resumeLottery: route<typeof mishaps.resumeLottery>('resumeLottery', 'POST', `${inTrial}/lottery/resumption`),
  listSheets: route<typeof sheets.listSheets>('listSheets', 'GET', `${inTrial}/sheets`),
  makeSheets: route<typeof sheets.makeSheets>('makeSheets', 'POST', `${inTrial}/sheets`),
  printSiteSheets: route<typeof sheets.printSiteSheets>('printSiteSheets', 'POST', `${inTrial}/sheets/:list/site-half`),
  printSheetKeys: route<typeof sheets.printSheetKeys>('printSheetKeys', 'POST', `${inTrial}/sheets/:list/keys`),
  registerSheet: route<typeof sheets.registerSheet>('registerSheet', 'POST', `${ofMishap}/sheet`),
  readGuard: route<typeof guard.readGuard>('readGuard', 'GET', `${inTrial}/selection-guard`),
  unblindParticipant: route<typeof unblinding.unblindParticipant>(
    'unblindParticipant',
    'POST',
    `${ofParticipant}/emergency-unblinding`,
  ),
  readTrail: route<typeof auditTrail.readTrail>('readTrail', 'GET', `${inTrial}/trail`),
  readParticipantTrail: route<typeof auditTrail.readParticipantTrail>('readParticipantTrail', 'GET', `${ofParticipant}/trail`),
  listConsents: route<typeof auditTrail.listConsents>('listConsents', 'GET', `${inTrial}/consents`),
  readVerification: route<typeof auditTrail.readVerification>('readVerification', 'GET', `${inTrial}/verification`),
  listAlerts: route<typeof safety.listAlerts>('listAlerts', 'GET', `${inTrial}/alerts`),
  acknowledgeAlert: route<typeof safety.acknowledgeAlert>('acknowledgeAlert', 'POST', `${ofAlert}/acknowledgement`),
  identifyAlert: route<typeof safety.identifyAlert>('identifyAlert', 'POST', `${ofAlert}/identity`),
  contactAlert: route<typeof safety.contactAlert>('contactAlert', 'POST', `${ofAlert}/contact`),
  closeAlert: route<typeof safety.closeAlert>('closeAlert', 'POST', `${ofAlert}/outcome`),
  countAlerts: route<typeof safety.countAlerts>('countAlerts', 'GET', `${inTrial}/alert-counts`),
  exportData: route<typeof results.exportData>('exportData', 'POST', `${inTrial}/exports`),
  readLottery: route<typeof lottery.readLottery>('readLottery', 'GET', `${inTrial}/lottery`),
  readReceipt: route<typeof lottery.readReceipt>('readReceipt', 'GET', `${ofParticipant}/allocation/receipt`),
  listCommitments: route<typeof lottery.listCommitments>('listCommitments', 'GET', `${inTrial}/lottery/commitments`),
  bundleLottery: route<typeof lottery.bundleLottery>('bundleLottery', 'POST', `${inTrial}/lottery/bundle`),
};
