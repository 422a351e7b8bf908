import * as answers from '#contract/participant/answers';
import * as access from '#contract/staff/access';
import * as account from '#contract/staff/account';
import * as assessment from '#contract/staff/assessment';
import * as auditTrail from '#contract/staff/audit-trail';
import * as ceremony from '#contract/staff/ceremony';
import * as cohorts from '#contract/staff/cohorts';
import * as gate from '#contract/staff/gate';
import * as guard from '#contract/staff/guard';
import * as letters from '#contract/staff/letters';
import * as mishaps from '#contract/staff/mishaps';
import * as overview from '#contract/staff/overview';
import * as lottery from '#contract/staff/lottery';
import * as delivery from '#contract/staff/delivery';
import * as participants from '#contract/staff/participants';
import * as people from '#contract/staff/people';
import * as protocol from '#contract/staff/protocol';
import * as results from '#contract/staff/results';
import * as safety from '#contract/staff/safety';
import * as session from '#contract/staff/session';
import * as sheets from '#contract/staff/sheets';
import * as trial from '#contract/staff/trial';
import * as unblinding from '#contract/staff/unblinding';
import { endInReach, mayGive } from './grants-in-reach';
import { route, type Route } from './http/serve';
import { listGrants } from './services/access/list-grants';
import { acceptInvitation } from './services/account/accept-invitation';
import { addPasskey } from './services/account/add-passkey';
import { changePassword } from './services/account/change-password';
import { confirmTotp } from './services/account/confirm-totp';
import { endOtherSessions } from './services/account/end-other-sessions';
import { endSession } from './services/account/end-session';
import { offerPasskey } from './services/account/offer-passkey';
import { offerTotp } from './services/account/offer-totp';
import { openInvitation } from './services/account/open-invitation';
import { readAccount } from './services/account/read-account';
import { removePasskey } from './services/account/remove-passkey';
import { removeTotp } from './services/account/remove-totp';
import { renewRecoveryCodes } from './services/account/renew-recovery-codes';
import { allocateCohort } from './services/allocation/allocate-cohort';
import { allocateParticipant } from './services/allocation/allocate-participant';
import { listCommitments } from './services/allocation/list-commitments';
import { readReceipt } from './services/allocation/read-receipt';
import { readLottery } from './services/allocation/read-lottery';
import { correctAnswer } from './services/answers/correct-answer';
import { answerByInterview } from './services/assessment/answer-by-interview';
import { listCalls } from './services/assessment/list-calls';
import { logCall } from './services/assessment/log-call';
import { readCall } from './services/assessment/read-call';
import { submitInterview } from './services/assessment/submit-interview';
import { listConsents } from './services/audit-trail/list-consents';
import { readParticipantTrail } from './services/audit-trail/read-participant-trail';
import { readTrail } from './services/audit-trail/read-trail';
import { readVerification } from './services/audit-trail/read-verification';
import { saveAnswer } from './services/answers/save-answer';
import { abortCeremony } from './services/ceremony/abort-ceremony';
import { announceCeremony } from './services/ceremony/announce-ceremony';
import { bringShare } from './services/ceremony/bring-share';
import { commitShare } from './services/ceremony/commit-share';
import { enterValue } from './services/ceremony/enter-value';
import { giveEscrowSheet } from './services/ceremony/give-escrow-sheet';
import { readCeremonies } from './services/ceremony/read-ceremonies';
import { listCohorts } from './services/cohorts/list-cohorts';
import { planCohort } from './services/cohorts/plan-cohort';
import { readCohort } from './services/cohorts/read-cohort';
import { rescheduleCohort } from './services/cohorts/reschedule-cohort';
import { mergeCohort } from './services/cohorts/merge-cohort';
import { readCompleteness } from './services/overview/read-completeness';
import { readFlow } from './services/overview/read-flow';
import { readRecruitment } from './services/overview/read-recruitment';
import { readToday } from './services/overview/read-today';
import { beginMatch } from './services/delivery/begin-match';
import { endFacilitator } from './services/delivery/end-facilitator';
import { endMatch } from './services/delivery/end-match';
import { formGroups } from './services/delivery/form-groups';
import { issueEveningLink } from './services/delivery/issue-evening-link';
import { leaveGroup } from './services/delivery/leave-group';
import { listGroups } from './services/delivery/list-groups';
import { listMatches } from './services/delivery/list-matches';
import { listMyGroups } from './services/delivery/list-my-groups';
import { nameFacilitator } from './services/delivery/name-facilitator';
import { placeInGroup } from './services/delivery/place-in-group';
import { readGroup } from './services/delivery/read-group';
import { readMyGroup } from './services/delivery/read-my-group';
import { recordAttendance } from './services/delivery/record-attendance';
import { recordMyAttendance } from './services/delivery/record-my-attendance';
import { recordSession } from './services/delivery/record-session';
import { suggestGroups } from './services/delivery/suggest-groups';
import { listUnsettledLetters } from './services/letters/list-unsettled-letters';
import { settleLetter } from './services/letters/settle-letter';
import { correctFactor } from './services/mishaps/correct-factor';
import { listMishaps } from './services/mishaps/list-mishaps';
import { markInError } from './services/mishaps/mark-in-error';
import { noteDuplicate } from './services/mishaps/note-duplicate';
import { noteForced } from './services/mishaps/note-forced';
import { pauseLottery } from './services/mishaps/pause-lottery';
import { proposeReplacement } from './services/mishaps/propose-replacement';
import { replaceParticipant } from './services/mishaps/replace-participant';
import { reportInError } from './services/mishaps/report-in-error';
import { resumeLottery } from './services/mishaps/resume-lottery';
import { listSheets } from './services/mishaps/list-sheets';
import { makeSheets } from './services/mishaps/make-sheets';
import { printSheetKeys } from './services/mishaps/print-sheet-keys';
import { printSiteSheets } from './services/mishaps/print-site-sheets';
import { registerSheet } from './services/mishaps/register-sheet';
import { readGuard } from './services/guard/read-guard';
import { changeParticipation } from './services/participants/change-participation';
import { countersign } from './services/participants/countersign';
import { eraseParticipant } from './services/participants/erase-participant';
import { informOrally } from './services/participants/inform-orally';
import { issueLink } from './services/participants/issue-link';
import { joinCohort } from './services/participants/join-cohort';
import { setHousehold } from './services/participants/set-household';
import { listParticipants } from './services/participants/list-participants';
import { readConsent } from './services/participants/read-consent';
import { readParticipant } from './services/participants/read-participant';
import { registerParticipant } from './services/participants/register-participant';
import { requestErasure } from './services/participants/request-erasure';
import { screenParticipant } from './services/participants/screen-participant';
import { disablePerson } from './services/people/disable-person';
import { enablePerson } from './services/people/enable-person';
import { invitePerson } from './services/people/invite-person';
import { invitePersonAgain } from './services/people/invite-person-again';
import { listPeople } from './services/people/list-people';
import { bundleLottery } from './services/results/bundle-lottery';
import { exportData } from './services/results/export-data';
import { lockPlan } from './services/results/lock-plan';
import { readResults } from './services/results/read-results';
import { rehearseResults } from './services/results/rehearse-results';
import { askPasskey } from './services/session/ask-passkey';
import { finishSignIn } from './services/session/finish-sign-in';
import { proveAgain } from './services/session/prove-again';
import { acknowledgeAlert } from './services/safety/acknowledge-alert';
import { closeAlert } from './services/safety/close-alert';
import { contactAlert } from './services/safety/contact-alert';
import { countAlerts } from './services/safety/count-alerts';
import { identifyAlert } from './services/safety/identify-alert';
import { listAlerts } from './services/safety/list-alerts';
import { signIn } from './services/session/sign-in';
import { signInByPasskey } from './services/session/sign-in-by-passkey';
import { signOut } from './services/session/sign-out';
import { whoAmI } from './services/session/who-am-i';
import { endGrant } from './services/trial/end-grant';
import { giveGrant } from './services/trial/give-grant';
import { meetCondition } from './services/trial/meet-condition';
import { moveClock } from './services/trial/move-clock';
import { openVersion } from './services/trial/open-version';
import { readGate } from './services/trial/read-gate';
import { readClock } from './services/trial/read-clock';
import { readProtocol } from './services/trial/read-protocol';
import { readTrial } from './services/trial/read-trial';
import { listUnblindings } from './services/unblinding/list-unblindings';
import { reportUnblinding } from './services/unblinding/report-unblinding';
import { unblindParticipant } from './services/unblinding/unblind-participant';

/** Every promise of the contract and the service that keeps it, one line each. */
export const ROUTES: readonly Route[] = [
  route(session.signIn, signIn),
  route(session.whoAmI, whoAmI),
  route(session.signOut, signOut),
  route(session.finishSignIn, finishSignIn),
  route(session.askPasskey, askPasskey),
  route(session.signInByPasskey, signInByPasskey),
  route(session.proveAgain, proveAgain),
  route(people.listPeople, listPeople),
  route(people.invitePerson, invitePerson),
  route(people.invitePersonAgain, invitePersonAgain),
  route(people.disablePerson, disablePerson),
  route(people.enablePerson, enablePerson),
  route(account.readAccount, readAccount),
  route(account.offerTotp, offerTotp),
  route(account.confirmTotp, confirmTotp),
  route(account.removeTotp, removeTotp),
  route(account.offerPasskey, offerPasskey),
  route(account.addPasskey, addPasskey),
  route(account.removePasskey, removePasskey),
  route(account.renewRecoveryCodes, renewRecoveryCodes),
  route(account.changePassword, changePassword),
  route(account.endSession, endSession),
  route(account.endOtherSessions, endOtherSessions),
  route(account.openInvitation, openInvitation),
  route(account.acceptInvitation, acceptInvitation),
  route(trial.readTrial, readTrial),
  route(trial.readClock, readClock),
  route(protocol.readProtocol, readProtocol),
  route(trial.moveClock, moveClock),
  route(ceremony.readCeremonies, readCeremonies),
  route(ceremony.announceCeremony, announceCeremony),
  route(ceremony.commitShare, commitShare),
  route(ceremony.enterValue, enterValue),
  route(ceremony.bringShare, bringShare),
  route(ceremony.abortCeremony, abortCeremony),
  route(ceremony.giveEscrowSheet, giveEscrowSheet),
  route(gate.readGate, readGate),
  route(gate.meetCondition, meetCondition),
  route(gate.openVersion, openVersion),
  route(participants.registerParticipant, registerParticipant),
  route(participants.listParticipants, listParticipants),
  route(participants.readParticipant, readParticipant),
  route(participants.issueLink, issueLink),
  route(participants.informOrally, informOrally),
  route(participants.countersign, countersign),
  route(participants.readConsent, readConsent),
  route(participants.screenParticipant, screenParticipant),
  route(participants.joinCohort, joinCohort),
  route(participants.setHousehold, setHousehold),
  route(participants.allocateParticipant, allocateParticipant),
  route(participants.changeParticipation, changeParticipation),
  route(participants.correctAnswer, correctAnswer),
  route(participants.requestErasure, requestErasure),
  route(participants.eraseParticipant, eraseParticipant),
  route(cohorts.listCohorts, listCohorts),
  route(cohorts.readCohort, readCohort),
  route(cohorts.planCohort, planCohort),
  route(cohorts.rescheduleCohort, rescheduleCohort),
  route(cohorts.mergeCohort, mergeCohort),
  route(cohorts.allocateCohort, allocateCohort),
  route(delivery.listGroups, listGroups),
  route(delivery.suggestGroups, suggestGroups),
  route(delivery.formGroups, formGroups),
  route(delivery.readGroup, readGroup),
  route(delivery.placeInGroup, placeInGroup),
  route(delivery.leaveGroup, leaveGroup),
  route(delivery.nameFacilitator, nameFacilitator),
  route(delivery.endFacilitator, endFacilitator),
  route(delivery.issueEveningLink, issueEveningLink),
  route(delivery.recordSession, recordSession),
  route(delivery.recordAttendance, recordAttendance),
  route(delivery.listMyGroups, listMyGroups),
  route(delivery.readMyGroup, readMyGroup),
  route(delivery.recordMyAttendance, recordMyAttendance),
  route(delivery.listMatches, listMatches),
  route(delivery.beginMatch, beginMatch),
  route(delivery.endMatch, endMatch),
  route(answers.saveAnswer, saveAnswer),
  route(letters.listUnsettledLetters, listUnsettledLetters),
  route(letters.settleLetter, settleLetter),
  route(overview.readToday, readToday),
  route(overview.readRecruitment, readRecruitment),
  route(overview.readFlow, readFlow),
  route(overview.readCompleteness, readCompleteness),
  route(access.listGrants, listGrants),
  route(access.giveGrant, async (context, { params: { trial }, body }) => {
    await mayGive(context, body);
    return { grant: await giveGrant(context, context, { ...body, trial }) };
  }),
  route(access.endGrant, async (context, { params: { trial, grant } }) => {
    await endInReach(context, trial, grant, () => endGrant(context, context, grant, trial));
    return {};
  }),
  route(assessment.listCalls, listCalls),
  route(assessment.readCall, readCall),
  route(assessment.logCall, logCall),
  route(assessment.answerByInterview, answerByInterview),
  route(assessment.submitInterview, submitInterview),
  route(mishaps.listMishaps, listMishaps),
  route(mishaps.correctFactor, correctFactor),
  route(mishaps.noteDuplicate, noteDuplicate),
  route(mishaps.reportInError, reportInError),
  route(mishaps.markInError, markInError),
  route(mishaps.proposeReplacement, proposeReplacement),
  route(mishaps.replaceParticipant, replaceParticipant),
  route(mishaps.noteForced, noteForced),
  route(mishaps.pauseLottery, pauseLottery),
  route(mishaps.resumeLottery, resumeLottery),
  route(guard.readGuard, readGuard),
  route(sheets.listSheets, listSheets),
  route(sheets.makeSheets, makeSheets),
  route(sheets.printSiteSheets, printSiteSheets),
  route(sheets.printSheetKeys, printSheetKeys),
  route(sheets.registerSheet, registerSheet),
  route(unblinding.unblindParticipant, unblindParticipant),
  route(unblinding.reportUnblinding, reportUnblinding),
  route(unblinding.listUnblindings, listUnblindings),
  route(auditTrail.readTrail, readTrail),
  route(auditTrail.readParticipantTrail, readParticipantTrail),
  route(auditTrail.listConsents, listConsents),
  route(auditTrail.readVerification, readVerification),
  route(safety.listAlerts, listAlerts),
  route(safety.acknowledgeAlert, acknowledgeAlert),
  route(safety.identifyAlert, identifyAlert),
  route(safety.contactAlert, contactAlert),
  route(safety.closeAlert, closeAlert),
  route(safety.countAlerts, countAlerts),
  route(results.readResults, readResults),
  route(results.rehearseResults, rehearseResults),
  route(results.lockPlan, lockPlan),
  route(results.exportData, exportData),
  route(lottery.readLottery, readLottery),
  route(lottery.bundleLottery, bundleLottery),
  route(lottery.readReceipt, readReceipt),
  route(lottery.listCommitments, listCommitments),
];
