import type { proposeReplacement as promise } from '#contract/staff/mishaps';
import { checkPseudonym } from '#protocols/model/pseudonym';
import { exceptionsOf } from '#protocols/rules/lottery-of';
import { stoppedBy } from '#protocols/rules/waves';
import { countReplacements, mishapsOf } from '../../db/stores/mishaps';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay, recordOn } from '../../way';

/** The first of two people: somebody not drawn yet is to take the place of somebody who left. */
export const proposeReplacement: Service<typeof promise> = async (context, { params, body }) => {
  const { database, scope, protocol } = context;
  const { way } = await findWay(context, params.participant);
  const checked = checkPseudonym(body.replaces);
  if ('rejected' in checked) throw new Problem('not-found');
  const { way: old } = await findWay(context, checked.pseudonym);
  const found = await database.research.within(scope, async (tx) => ({
    ...(await countReplacements(tx, params.trial, old.participant)),
    mishaps: await mishapsOf(tx, old.participant),
  }));
  if (way.allocation) throw new Problem('already-allocated');
  if (!old.allocation) throw new Problem('no-arm-yet');
  if (!stoppedBy(old) && !found.mishaps.some(({ kind }) => kind === 'marked-in-error')) throw new Problem('still-taking-part');
  if (found.ofPerson > 0) throw new Problem('already-replaced');
  if (found.made >= (exceptionsOf(protocol).replacements ?? 0)) throw new Problem('no-replacement-left');

  await recordOn(context, way, [{ kind: 'replacement-proposed', payload: { replaces: old.participant } }]);
  return {};
};
