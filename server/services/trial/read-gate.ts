import type { readGate as promise } from '#contract/staff/gate';
import { gateOfTrial } from '../../gate';
import type { Service } from '../../http/serve';

/** The conditions of the trial's opening: met or not, and what to do. */
export const readGate: Service<typeof promise> = async (context) => {
  const conditions = await gateOfTrial(context, context.protocol);
  const isGreen = conditions.every(({ met }) => met);
  return { simulated: context.protocol.simulated, isGreen, conditions };
};
