import { checkCommitments, parseCommitments } from './commitments';
import type { Finding } from './finding';
import { checkReceipt } from './receipt';

/** Checks what somebody kept before the lock against a bundle that is whole: a coordinator one receipt, a blinded reader the list of commitments. */
export function checkKept(zip: Uint8Array, json: string): Finding[] {
  const list = parseCommitments(json);
  return list ? checkCommitments(zip, list) : checkReceipt(zip, json);
}
