import type { Reply } from '#contract/endpoint';
import type { whoAmI } from '#contract/staff/session';
import type { App } from './context';
import { grantsOf } from './db/stores/sessions';
import { staffNames } from './db/stores/staff';
import { factorsOf } from './sign-in/factors';

/** Who is signed in, and under which grants they may act. */
export async function describeStaff(app: App, staff: string): Promise<Reply<typeof whoAmI>> {
  const { database, keys, entropy } = app;
  const names = await staffNames(database.identity, keys, [staff], entropy);
  const held = await grantsOf(database.research, staff, app.clock());
  const grants = await Promise.all(
    held.map(async (grant) => {
      const { protocol } = (await app.protocols(grant.trial)).at(-1)!;
      const siteName = protocol.sites.find(({ id }) => id === grant.site)?.name ?? null;
      return { ...grant, title: protocol.title, simulated: protocol.simulated, siteName };
    }),
  );
  const lacksFactor = app.config.production && (await factorsOf(database.identity, staff)).length === 0;
  return { staff, name: names.get(staff)!, lacksFactor, grants };
}
