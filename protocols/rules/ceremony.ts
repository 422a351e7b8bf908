import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { canonicalise, encodeUtf8 } from '../model/canonical';
import type { AbortReason, SharePlace, SheetPlace } from '../model/ceremony';
import type { Payload } from '../model/fact';
import type { Protocol } from '../model/protocol';
import type { Role } from '../model/role';
import { randomisationOf } from './lottery-of';

/** The kinds of fact a ceremony is made of. */
export type CeremonyKind =
  | 'ceremony-announced'
  | 'share-committed'
  | 'public-value-entered'
  | 'share-brought'
  | 'ceremony-completed'
  | 'ceremony-aborted'
  | 'escrow-sheet-given'
  | 'recovery-rehearsed'
  | 'lottery-recovered';

/** One step, as it was recorded. */
export type Step = { [K in CeremonyKind]: { kind: K; actor: string; at: string; detail: Payload<K> } }[CeremonyKind];

/** Who did something, and when. */
export interface Act {
  by: string;
  at: string;
}
export type Committed = Act & { commitment: string; broughtAt: string | null };
export type Tried = Act & { sheets: SheetPlace[] };

/** A ceremony with all that happened in it. */
export type Ceremony = Payload<'ceremony-announced'> & {
  announced: Act;
  first: Committed | null;
  second: Committed | null;
  entered: (Act & { value: string }) | null;
  completed: (Act & { escrow: string }) | null;
  aborted: (Act & { reason: AbortReason }) | null;
  escrowSheet: Act | null;
  /** Proofs that two of the sheets rebuild the seed, and the times they had to. */
  rehearsed: Tried[];
  recovered: Tried[];
};

/** Every ceremony of a trial by its number, given up or not. @param steps oldest first. */
export function ceremoniesOf(steps: readonly Step[]): Ceremony[] {
  const found: Ceremony[] = [];
  for (const step of steps) {
    const act = { by: step.actor, at: step.at };
    if (step.kind === 'ceremony-announced') {
      const nothing = { first: null, second: null, entered: null, completed: null, aborted: null, escrowSheet: null };
      found.push({ ...step.detail, ...nothing, announced: act, rehearsed: [], recovered: [] });
      continue;
    }
    const one = found.find(({ ceremony }) => ceremony === step.detail.ceremony);
    if (one) happen(one, step, act);
  }
  return found;
}

function happen(one: Ceremony, step: Exclude<Step, { kind: 'ceremony-announced' }>, act: Act): void {
  switch (step.kind) {
    case 'share-committed':
      one[step.detail.place] = { ...act, commitment: step.detail.commitment, broughtAt: null };
      break;
    case 'public-value-entered':
      one.entered = { ...act, value: step.detail.value };
      break;
    case 'share-brought': {
      const share = one[step.detail.place];
      if (share) share.broughtAt = act.at;
      break;
    }
    case 'ceremony-completed':
      one.completed = { ...act, escrow: step.detail.escrow };
      break;
    case 'ceremony-aborted':
      one.aborted = { ...act, reason: step.detail.reason };
      break;
    case 'escrow-sheet-given':
      one.escrowSheet = act;
      break;
    case 'recovery-rehearsed':
      one.rehearsed.push({ ...act, sheets: step.detail.sheets });
      break;
    case 'lottery-recovered':
      one.recovered.push({ ...act, sheets: step.detail.sheets });
  }
}

/** What a ceremony waits for: `too-late` where the value became known before both were bound, so that it can only be given up. */
export type Standing = 'shares' | 'value-time' | 'too-late' | 'value' | 'bringing' | 'complete' | 'aborted';

export function standingOf(one: Ceremony, now: Date): Standing {
  if (one.aborted) return 'aborted';
  if (one.completed) return 'complete';
  if (one.entered) return 'bringing';
  const isKnown = now.getTime() >= Date.parse(one.knownAt);
  if (!one.first || !one.second) return isKnown ? 'too-late' : 'shares';
  return isKnown ? 'value' : 'value-time';
}

/** SHA-256 of what the lots depend on beside the seed: the scheme as the protocol writes it, and the arms with their ratios. */
export function schemeDigestOf(protocol: Protocol): string {
  const arms = protocol.arms.map(({ id, ratio }) => ({ id, ratio }));
  return bytesToHex(sha256(encodeUtf8(canonicalise({ randomisation: randomisationOf(protocol), arms }))));
}

/** The ceremony that made the seed of a protocol's scheme; an automatic one is none for people who exist. */
export function heldFor(
  ceremonies: readonly Ceremony[],
  protocol: Protocol,
  versions: readonly { digest: string }[],
): Ceremony | undefined {
  const schemeDigest = schemeDigestOf(protocol);
  return ceremonies.find(
    (one) =>
      one.completed !== null &&
      one.aborted === null &&
      one.scheme === randomisationOf(protocol).id &&
      one.schemeDigest === schemeDigest &&
      versions.some(({ digest }) => digest === one.protocolDigest) &&
      (protocol.simulated || !one.automatic),
  );
}

/** The ceremony under way, which is the last one or none. */
export const underWay = (ceremonies: readonly Ceremony[]): Ceremony | undefined =>
  ceremonies.find(({ completed, aborted }) => !completed && !aborted);

const HOLDERS: readonly Role[] = ['custodian', 'monitor', 'data-manager'];

/** Whether a grant is one whose holder may bring a share: not those who plan or enrol, and for the whole trial. */
export const holdsShares = ({ role, site }: { role: Role; site: string | null }): boolean =>
  HOLDERS.includes(role) && site === null;

/** Which share a role brings: the custodian's own, or that of somebody independent of those who plan and enrol. */
export const placeOf = (role: Role): SharePlace => (role === 'custodian' ? 'first' : 'second');

export const otherPlace = (place: SharePlace): SharePlace => (place === 'first' ? 'second' : 'first');

/** Why a new ceremony may not be announced, or null. @param drawn whether lots of the scheme are drawn already. */
export function mayAnnounce(
  ceremonies: readonly Ceremony[],
  asked: { scheme: string; knownAt: string; drawn: boolean },
  now: Date,
) {
  if (underWay(ceremonies)) return 'ceremony-under-way';
  if (ceremonies.some((one) => one.scheme === asked.scheme && one.completed && !one.aborted)) return 'ceremony-complete';
  if (asked.drawn) return 'draws-begun';
  return Date.parse(asked.knownAt) <= now.getTime() ? 'value-known-already' : null;
}

/** Why somebody may not bind themselves to a share, or null. */
export function mayCommit(one: Ceremony, place: SharePlace, actor: string, protocolDigest: string, now: Date) {
  if (one.aborted || one.completed) return 'ceremony-over';
  if (one.protocolDigest !== protocolDigest) return 'ceremony-outdated';
  if (one[place]) return 'share-taken';
  if (one[otherPlace(place)]?.by === actor) return 'two-people';
  return Date.parse(one.knownAt) <= now.getTime() ? 'value-known-already' : null;
}

/** Why the public value may not be entered, or null. */
export function mayEnter(one: Ceremony, protocolDigest: string, now: Date) {
  if (one.aborted || one.completed) return 'ceremony-over';
  if (!one.first || !one.second) return 'shares-missing';
  if (one.entered) return 'value-entered';
  if (one.protocolDigest !== protocolDigest) return 'ceremony-outdated';
  return Date.parse(one.knownAt) > now.getTime() ? 'value-not-known-yet' : null;
}

/** Why somebody may not bring their share, or null. */
export function mayBring(one: Ceremony, place: SharePlace, actor: string, protocolDigest: string) {
  if (one.aborted || one.completed) return 'ceremony-over';
  if (!one.entered) return 'value-missing';
  if (one.protocolDigest !== protocolDigest) return 'ceremony-outdated';
  if (one[place]?.by !== actor) return 'share-of-another';
  return one[place].broughtAt ? 'share-brought' : null;
}

/** Why a ceremony may not be given up, or null: one that is complete stands once somebody is drawn. */
export function mayAbort(one: Ceremony, drawn: boolean) {
  if (one.aborted) return 'ceremony-over';
  return one.completed && drawn ? 'draws-begun' : null;
}

/** Why somebody may not be given the third sheet, or null: whoever holds a share would know the seed. */
export function mayKeepEscrow(one: Ceremony, actor: string) {
  if (one.aborted) return 'ceremony-over';
  if (!one.completed || one.automatic) return 'ceremony-not-complete';
  if (one.first?.by === actor || one.second?.by === actor) return 'holds-a-share';
  return one.escrowSheet ? 'sheet-given' : null;
}
