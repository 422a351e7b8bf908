import { accessTable } from './access';
import { alertTable } from './alert';
import { allocationTable } from './allocation';
import { attendanceTable } from './attendance';
import { callTable } from './call';
import { capabilityTable } from './capability';
import { ceremonyStepTable } from './ceremony-step';
import { checkpointTable } from './checkpoint';
import { clockTable } from './clock';
import { cohortTable } from './cohort';
import { contactTable } from './contact';
import { documentTable } from './document';
import { eveningLinkTable } from './evening-link';
import { eveningSessionTable } from './evening-session';
import { exportTable } from './export';
import { facilitatorTable } from './facilitator';
import { factTable } from './fact';
import { factPayloadTable } from './fact-payload';
import { groupSessionTable } from './group-session';
import { issuedEveningLinkTable } from './issued-evening-link';
import { letterTable } from './letter';
import { lotteryPauseTable } from './lottery-pause';
import { mishapTable } from './mishap';
import { letterAttemptTable } from './letter-attempt';
import { linkTable } from './link';
import { gateTable } from './gate';
import { lotteryTable } from './lottery';
import { lotteryCheckTable } from './lottery-check';
import { matchTable } from './match';
import { membershipTable } from './membership';
import { milestoneTable } from './milestone';
import { participantTable } from './participant';
import { peerGroupTable } from './peer-group';
import { placementTable } from './placement';
import { planLockTable } from './plan-lock';
import { responseTable } from './response';
import { seedTable } from './seed';
import { seedShareTable } from './seed-share';
import { sessionTable } from './session';
import { sheetListTable } from './sheet-list';
import { slotTable } from './slot';
import { staffTable } from './staff';
import { staffGrantTable } from './staff-grant';
import { staffAccessTable } from './staff-access';
import { staffChallengeTable } from './staff-challenge';
import { staffInvitationTable } from './staff-invitation';
import { staffPasskeyTable } from './staff-passkey';
import { staffRecoveryCodeTable } from './staff-recovery-code';
import { staffTicketTable } from './staff-ticket';
import { staffTotpTable } from './staff-totp';
import { staffWaitTable } from './staff-wait';
import { staffNoticeTable } from './staff-notice';
import { staffSessionTable } from './staff-session';
import { standingTable } from './standing';
import { streamTable } from './stream';
import { submissionTable } from './submission';
import { trialVersionTable } from './trial-version';
import { unblindingTable } from './unblinding';

/**
 * Every table of ours, as TypeORM's schema builder understands it: columns, keys, unique and partial indexes, checks. Held against the
 * migrated database by a test, so that neither forgets what the other says. What it cannot say stands in the migrations alone:
 * row-level security, grants, triggers, functions – and TypeORM compares checks by name, not by what they demand. The schema of jobs
 * belongs to pg-boss.
 */
export const TABLES = [
  contactTable,
  documentTable,
  staffTable,
  staffSessionTable,
  staffInvitationTable,
  staffTotpTable,
  staffPasskeyTable,
  staffRecoveryCodeTable,
  staffChallengeTable,
  staffTicketTable,
  staffWaitTable,
  staffNoticeTable,
  linkTable,
  capabilityTable,
  sessionTable,
  letterAttemptTable,
  facilitatorTable,
  eveningLinkTable,
  eveningSessionTable,
  seedTable,
  seedShareTable,
  slotTable,
  allocationTable,
  trialVersionTable,
  gateTable,
  lotteryTable,
  ceremonyStepTable,
  clockTable,
  staffGrantTable,
  planLockTable,
  exportTable,
  cohortTable,
  participantTable,
  milestoneTable,
  membershipTable,
  responseTable,
  submissionTable,
  letterTable,
  peerGroupTable,
  placementTable,
  groupSessionTable,
  attendanceTable,
  matchTable,
  issuedEveningLinkTable,
  standingTable,
  callTable,
  unblindingTable,
  mishapTable,
  lotteryPauseTable,
  sheetListTable,
  alertTable,
  streamTable,
  factTable,
  factPayloadTable,
  checkpointTable,
  lotteryCheckTable,
  accessTable,
  staffAccessTable,
];
