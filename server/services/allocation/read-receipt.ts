import { sign } from 'node:crypto';
import type { readReceipt as promise } from '#contract/staff/lottery';
import { receiptBytes, type Receipt } from '#protocols/verify/receipt';
import { receiptOf } from '../../db/stores/receipts';
import { wayOfCode } from '../../db/stores/ways';
import type { Service } from '../../http/serve';
import { publicHex } from '../../keys';
import { Problem } from '../../problem';

/** The receipt of one participant's allocation, signed anew each time it is asked for: the same words, the same signature. */
export const readReceipt: Service<typeof promise> = async ({ database, keys, scope }, { params: { trial, participant } }) => {
  const found = await database.research.within(scope, async (tx) => {
    const way = await wayOfCode(tx, trial, participant);
    return way && { code: way.code, allocated: await receiptOf(tx, way.participant) };
  });
  if (!found) throw new Problem('not-found');
  if (!found.allocated) throw new Problem('not-drawn');

  const receipt: Receipt = { lodtraekReceipt: 1, trial, participant: found.code, ...found.allocated };
  const signature = sign(null, receiptBytes(receipt), keys.signing).toString('hex');
  return { ...receipt, publicKey: publicHex(keys.verifying), signature };
};
