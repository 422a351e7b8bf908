import type { bringShare as promise } from '#contract/staff/ceremony';
import { otherPlace, placeOf } from '#protocols/rules/ceremony';
import { findCeremony } from '../../ceremony/find';
import { readSheet } from '../../ceremony/sheet';
import { sealShare } from '../../db/stores/ceremonies';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Seals a share as soon as it is read and hands it to the allocator, which holds it against its commitment. */
export const bringShare: Service<typeof promise> = async (context, { params: { trial, ceremony }, body }) => {
  const { keys, entropy, actor, request, under } = context;
  const one = await findCeremony(context, trial, ceremony);

  const share = readSheet(body.share);
  if (!share) throw new Problem('share-misread', { field: 'share' });
  const place = placeOf(under.role);
  const sealed = sealShare(keys, trial, one.ceremony, place, share, entropy);

  const asked = { what: 'ceremony', step: 'bring', trial, ceremony: one.ceremony, actor, request, grant: under.grant } as const;
  await context.lottery({ ...asked, place, sealed });
  return { isComplete: typeof one[otherPlace(place)]?.broughtAt === 'string' };
};
