import type { readCeremonies as promise } from '#contract/staff/ceremony';
import {
  ceremoniesOf,
  heldFor,
  holdsShares,
  mayAbort,
  mayAnnounce,
  mayBring,
  mayCommit,
  mayEnter,
  mayKeepEscrow,
  placeOf,
  schemeDigestOf,
  standingOf,
  type Act,
  type Ceremony,
} from '#protocols/rules/ceremony';
import { randomisationOf } from '#protocols/rules/lottery-of';
import type { StaffContext } from '../../context';
import { ceremonySteps } from '../../db/stores/ceremonies';
import { commitmentOf } from '../../db/stores/trial-counts';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';
import { SOFTWARE } from '../../software';

/** Every ceremony with what the reader may do in it now. A commitment is public; what it stands for is nowhere. */
export const readCeremonies: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, protocol, versions, under, now } = context;
  const { id: scheme } = randomisationOf(protocol);
  const { steps, drawn } = await ceremonySteps(database.research, trial);
  const commitment = await commitmentOf(database.research, trial, scheme);
  const nameOf = await actorNames(
    context,
    steps.map(({ actor }) => actor),
  );

  const ceremonies = ceremoniesOf(steps);
  const isHolder = holdsShares(under);
  const { version, digest: protocolDigest } = versions[versions.length - 1]!;
  return {
    scheme,
    version,
    protocolDigest,
    schemeDigest: schemeDigestOf(protocol),
    software: SOFTWARE,
    isReady: heldFor(ceremonies, protocol, versions) !== undefined,
    commitment,
    place: isHolder ? placeOf(under.role) : null,
    refusal: isHolder
      ? mayAnnounce(
          ceremonies,
          { scheme, knownAt: new Date(now.getTime() + 1).toISOString(), drawn: drawn.includes(scheme) },
          now,
        )
      : 'role-missing',
    ceremonies: ceremonies.map((one) => ({
      ...named(one, nameOf),
      first: one.first && { ...one.first, by: nameOf(one.first.by), mine: one.first.by === context.actor },
      second: one.second && { ...one.second, by: nameOf(one.second.by), mine: one.second.by === context.actor },
      standing: standingOf(one, now),
      isOutdated: one.protocolDigest !== protocolDigest,
      refusals: isHolder ? refusalsOf(one, context, drawn.includes(one.scheme)) : NOBODY,
    })),
  };
};

const NOBODY = {
  commit: 'role-missing',
  enter: 'role-missing',
  bring: 'role-missing',
  abort: 'role-missing',
  escrow: 'role-missing',
};

function refusalsOf(one: Ceremony, { actor, under, versions, now }: StaffContext, drawn: boolean) {
  const { digest } = versions[versions.length - 1]!;
  const place = placeOf(under.role);
  return {
    commit: mayCommit(one, place, actor, digest, now),
    enter: mayEnter(one, digest, now),
    bring: mayBring(one, place, actor, digest),
    abort: mayAbort(one, drawn),
    escrow: mayKeepEscrow(one, actor),
  };
}

/** A ceremony with people by name. */
function named(one: Ceremony, nameOf: (actor: string) => string): Ceremony {
  const by = <A extends Act | null>(act: A): A => act && { ...act, by: nameOf(act.by) };
  const { announced, entered, completed, aborted, escrowSheet, rehearsed, recovered } = one;
  return {
    ...one,
    ...{ announced: by(announced), entered: by(entered), completed: by(completed), aborted: by(aborted) },
    ...{ escrowSheet: by(escrowSheet), rehearsed: rehearsed.map(by), recovered: recovered.map(by) },
  };
}
