import type { makeSheets as promise } from '#contract/staff/sheets';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';

/** Lets the allocator make sheets for a site. */
export const makeSheets: Service<typeof promise> = async (context, { params: { trial }, body: { site, sheets } }) => {
  const { under, actor, request, lottery, protocol } = context;
  if (under.site !== null) throw new Problem('role-missing');
  if (!protocol.sites.some(({ id }) => id === site)) throw new Problem('not-understood', { field: 'site' });
  const list = context.uuid();
  await lottery({ what: 'make-sheets', trial, list, site, sheets, actor, grant: under.grant, request });
  return { list };
};
