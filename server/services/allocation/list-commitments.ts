import { sign } from 'node:crypto';
import type { listCommitments as promise } from '#contract/staff/lottery';
import { commitmentBytes, type CommitmentList } from '#protocols/verify/commitments';
import { commitmentsOf } from '../../db/stores/receipts';
import type { Service } from '../../http/serve';
import { publicHex } from '../../keys';

/** What each lot at the grant's sites was committed to, by code: an order that tells nothing. Asked again, the same words and the same signature. */
export const listCommitments: Service<typeof promise> = async ({ database, keys, scope }, { params: { trial } }) => {
  const lots = await database.research.within(scope, (tx) => commitmentsOf(tx, trial));

  const list: CommitmentList = { lodtraekCommitments: 1, trial, lots };
  const signature = sign(null, commitmentBytes(list), keys.signing).toString('hex');
  return { ...list, publicKey: publicHex(keys.verifying), signature };
};
