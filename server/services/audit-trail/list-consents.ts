import type { listConsents as promise } from '#contract/staff/audit-trail';
import { listConsentRows } from '../../db/stores/trail';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';

const PAGE = 50;

/** Who consented to which text, newest first, and whether both have signed. */
export const listConsents: Service<typeof promise> = async (context, { params: { trial }, query: { before } }) => {
  const { database, scope } = context;
  const found = await database.research.within(scope, (tx) => listConsentRows(tx, trial, before ?? null, PAGE + 1));
  const page = found.slice(0, PAGE);
  const nameOf = await actorNames(
    context,
    page.flatMap(({ actor }) => actor ?? []),
  );
  return {
    consents: page.map(({ code, text, signedAt, givenAt, actor }) => ({
      code,
      text,
      signedAt,
      givenAt,
      by: actor === null ? null : nameOf(actor),
    })),
    next: found.length > PAGE ? page.at(-1)!.position : null,
  };
};
