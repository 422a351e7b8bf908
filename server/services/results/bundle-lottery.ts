import type { bundleLottery as promise } from '#contract/staff/lottery';
import type { Service } from '../../http/serve';
import { lotteryBundle } from '../../lottery-bundle';
import { Problem } from '../../problem';

/** The proof of a locked trial's lottery, for outsiders. Only whoever acts for the whole trial may. */
export const bundleLottery: Service<typeof promise> = async (context, { params: { trial } }) => {
  if (context.under.site !== null) throw new Problem('role-missing');
  const { actor, request, under } = context;
  const reply = await lotteryBundle(context, { trial, actor, request, grant: under.grant });
  return { reply, mediaType: 'application/zip', fileName: `${trial}-lottery.zip` };
};
