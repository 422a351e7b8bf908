import { Zones1763800000001 } from './1763800000001-zones';
import { Identity1763800000002 } from './1763800000002-identity';
import { Research1763800000003 } from './1763800000003-research';
import { Projection1763800000004 } from './1763800000004-projection';
import { Append1763800000005 } from './1763800000005-append';
import { Gather1763800000006 } from './1763800000006-gather';
import { ProjectionByKind1763800000007 } from './1763800000007-projection-by-kind';
import { Accounts1763800030001 } from './1763800030001-accounts';
import { LockWay1763800040001 } from './1763800040001-lock-way';
import { Gate1763800040002 } from './1763800040002-gate';
import { Delivery1763800050001 } from './1763800050001-delivery';
import { Evenings1763800050002 } from './1763800050002-evenings';
import { DatedGrants1763800060001 } from './1763800060001-dated-grants';
import { Standing1763800070001 } from './1763800070001-standing';
import { CohortMerged1763800070002 } from './1763800070002-cohort-merged';
import { Calls1763800060002 } from './1763800060002-calls';
import { Alerts1763800060003 } from './1763800060003-alerts';
import { Today1763800070011 } from './1763800070011-today';
import { DrawnBefore1763800090001 } from './1763800090001-drawn-before';
import { Reveal1763800090002 } from './1763800090002-reveal';
import { Trail1763800060011 } from './1763800060011-trail';
import { VersionsOpened1763800040011 } from './1763800040011-versions-opened';
import { Receipt1763800090003 } from './1763800090003-receipt';
import { Unblinding1763800110001 } from './1763800110001-unblinding';
import { DrawnSince1763800130001 } from './1763800130001-drawn-since';
import { LotteryCheck1763800120001 } from './1763800120001-lottery-check';
import { Ceremony1763800100001 } from './1763800100001-ceremony';
import { Households1763800130002 } from './1763800130002-households';
import { Commitments1763800130003 } from './1763800130003-commitments';
import { Clusters1763800130004 } from './1763800130004-clusters';
import { Mishaps1763800110002 } from './1763800110002-mishaps';
import { Guard1763800110003 } from './1763800110003-guard';
import { MishapsStanding1763800139001 } from './1763800139001-mishaps-standing';
import { CeremonyProof1763800100002 } from './1763800100002-ceremony-proof';
import { RehearsalRows1763800140001 } from './1763800140001-rehearsal-rows';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  Zones1763800000001,
  Identity1763800000002,
  Research1763800000003,
  Projection1763800000004,
  Append1763800000005,
  Gather1763800000006,
  ProjectionByKind1763800000007,
  Accounts1763800030001,
  LockWay1763800040001,
  Gate1763800040002,
  Delivery1763800050001,
  Evenings1763800050002,
  DatedGrants1763800060001,
  Standing1763800070001,
  CohortMerged1763800070002,
  Calls1763800060002,
  Alerts1763800060003,
  DrawnBefore1763800090001,
  Reveal1763800090002,
  Trail1763800060011,
  Today1763800070011,
  VersionsOpened1763800040011,
  Receipt1763800090003,
  Ceremony1763800100001,
  CeremonyProof1763800100002,
  Unblinding1763800110001,
  DrawnSince1763800130001,
  LotteryCheck1763800120001,
  Households1763800130002,
  Commitments1763800130003,
  Clusters1763800130004,
  Mishaps1763800110002,
  Guard1763800110003,
  MishapsStanding1763800139001,
  RehearsalRows1763800140001,
];
