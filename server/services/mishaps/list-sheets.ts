import type { listSheets as promise } from '#contract/staff/sheets';
import { listSheetRows } from '../../db/stores/mishaps';
import type { Service } from '../../http/serve';

/** The sealed sheets at my sites and which are used; never what one holds. */
export const listSheets: Service<typeof promise> = async ({ database, scope }, { params: { trial } }) => ({
  lists: await database.research.within(scope, (tx) => listSheetRows(tx, trial)),
});
