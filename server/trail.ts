import type { Reply } from '#contract/endpoint';
import type { readTrail } from '#contract/staff/audit-trail';
import { sealedKinds } from '#protocols/rules/trail';
import type { StaffContext } from './context';
import { isLocked } from './db/stores/trial-counts';
import { isHere, trailOf } from './db/stores/trail';
import { actorNames } from './people';
import { Problem } from './problem';

const PAGE = 50;

/** A page of the trail, of one participant or of the trial, as far as the caller's role may read it at this moment. */
export async function trailPage(
  context: StaffContext,
  code: string | null,
  { before, kind }: { before?: string; kind?: string },
): Promise<Reply<typeof readTrail>> {
  const { database, scope, under } = context;
  const found = await database.research.within(scope, async (tx) => {
    if (code !== null && !(await isHere(tx, under.trial, code))) throw new Problem('not-found');
    const sealed = sealedKinds(under.role, (await isLocked(tx, under.trial)) ? 'after' : 'before');
    return trailOf(tx, under.trial, { code, sealed, kind: kind ?? null, before: before ?? null }, PAGE + 1);
  });
  const page = found.slice(0, PAGE);
  const nameOf = await actorNames(
    context,
    page.map(({ actor }) => actor),
  );
  return {
    facts: page.map(({ kind: what, at, actor, role, code: whose }) => ({ kind: what, at, by: nameOf(actor), role, code: whose })),
    next: found.length > PAGE ? page.at(-1)!.position : null,
  };
}
