import type { Protocol } from '../model/protocol';
import { findCareFaults } from './check/care';
import { findEntryFaults } from './check/entry';
import type { Finding } from './check/finding';
import { findTwice } from './check/ids';
import { findLanguageFaults } from './check/languages';
import { findLotteryFaults } from './check/lottery';
import { findOutcomeFaults } from './check/outcomes';
import { findPlanFaults } from './check/plan';
import { findUnknown } from './check/references';
import { findNotRunHere } from './check/runs-here';
import { findWaveFaults } from './check/waves';
import { findWordingGaps } from './check/wordings';

const GROUPS: readonly ((protocol: Protocol) => Finding[])[] = [
  findTwice,
  findUnknown,
  findEntryFaults,
  findLotteryFaults,
  findWaveFaults,
  findOutcomeFaults,
  findPlanFaults,
  findCareFaults,
  findLanguageFaults,
  findWordingGaps,
  findNotRunHere,
];

/** Everything a protocol that fits the schema says wrongly or doubtfully. Without an error it can be opened. */
export function checkProtocol(protocol: Protocol): Finding[] {
  return GROUPS.flatMap((find) => find(protocol));
}
