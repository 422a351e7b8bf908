/** Holds every ceremony against what was revealed: who was bound to what before the value was known, and that the seed is made of it. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils';
import type { AbortReason } from '../model/ceremony';
import type { Payload } from '../model/fact';
import type { Protocol } from '../model/protocol';
import { combineShares, commitToShare, escrowOf, type Occasion } from '../randomisation/ceremony';
import { ceremoniesOf, schemeDigestOf, type CeremonyKind, type Step } from '../rules/ceremony';
import { finding, type Finding } from './finding';
import type { LineFact } from './read-facts';

/** A ceremony, as a reader compares it with what was published. */
export interface ToldCeremony {
  ceremony: number;
  scheme: string;
  source: string;
  knownAt: string;
  value: string | null;
  automatic: boolean;
  end: 'complete' | 'aborted' | 'open';
  reason: AbortReason | null;
}

type Told = { line: number; fact: string };
type Revealed = Payload<'seed-revealed'>;
/** A step with the line it stands on. */
export type ToldStep = Step & { told: Told };

const KINDS: ReadonlySet<string> = new Set<CeremonyKind>([
  'ceremony-announced',
  'share-committed',
  'public-value-entered',
  'share-brought',
  'ceremony-completed',
  'ceremony-aborted',
  'escrow-sheet-given',
  'recovery-rehearsed',
  'lottery-recovered',
]);

/** The step of a ceremony that a fact of the trial's stream is, if it is one. */
export function stepOf({ header, payload, line }: LineFact): ToldStep | undefined {
  if (!KINDS.has(header.kind) || payload === undefined) return undefined;
  const told = { line, fact: `${header.stream} ${header.seq}` };
  return { kind: header.kind, actor: header.actor, at: header.recordedAt, detail: payload, told } as ToldStep;
}

export function tellCeremonies(steps: readonly Step[]): ToldCeremony[] {
  return ceremoniesOf(steps).map(({ ceremony, scheme, source, knownAt, automatic, entered, completed, aborted }) => {
    const told = { ceremony, scheme, source, knownAt, automatic, value: entered?.value ?? null, reason: aborted?.reason ?? null };
    return { ...told, end: aborted ? 'aborted' : completed ? 'complete' : 'open' };
  });
}

/**
 * What is wrong with the ceremony that opened a lottery.
 * @param steps of all ceremonies so far, in their order.
 * @param at the fact that opened the lottery.
 */
export function checkCeremony(
  trial: string,
  opened: Payload<'lottery-opened'>,
  { protocol, digest }: { protocol: Protocol; digest: string },
  steps: readonly ToldStep[],
  revealed: Revealed,
  at: Told,
): Finding[] {
  const one = ceremoniesOf(steps).find(({ ceremony }) => ceremony === opened.ceremony);
  if (!one?.first || !one.second || !one.entered || !one.completed || one.aborted || one.scheme !== opened.scheme) {
    return [wrong('ceremony-missing', at, 'Lodtrækningen har ingen hel ceremoni.', 'The lottery has no complete ceremony.')];
  }
  const findings: Finding[] = [];
  const toldOf = (kind: CeremonyKind, place?: string): Told =>
    steps.find(({ kind: found, detail }) => {
      if (found !== kind || detail.ceremony !== one.ceremony) return false;
      return place === undefined || ('place' in detail && detail.place === place);
    })?.told ?? at;
  if (one.protocolDigest !== digest || one.schemeDigest !== schemeDigestOf(protocol)) {
    findings.push(
      wrong(
        'ceremony-of-another',
        toldOf('ceremony-announced'),
        'Ceremonien blev holdt for en anden protokol.',
        'The ceremony was held for another protocol.',
      ),
    );
  }
  const entered = toldOf('public-value-entered');
  const bound = [toldOf('share-committed', 'first'), toldOf('share-committed', 'second')];
  const isLate =
    bound.some(({ line }) => line > entered.line) || [one.first.at, one.second.at].some((time) => time >= one.knownAt);
  if (!one.automatic && (isLate || one.entered.at < one.knownAt || one.first.by === one.second.by)) {
    findings.push(
      wrong(
        'ceremony-out-of-order',
        entered,
        'To personer bandt sig ikke hver for sig, før værdien var kendt.',
        'Two people did not each bind themselves before the value was known.',
      ),
    );
  }
  if (!revealed.shares || revealed.shares.ceremony !== one.ceremony) {
    return [...findings, wrong('shares-missing', at, 'Andelene er ikke vist frem.', 'The shares are not revealed.')];
  }
  const on: Occasion = { ...one, trial };
  const shares = { first: hexToBytes(revealed.shares.first), second: hexToBytes(revealed.shares.second) };
  for (const place of ['first', 'second'] as const) {
    if (commitToShare(shares[place], place, on) === one[place]!.commitment) continue;
    findings.push(
      wrong(
        'share-differs',
        toldOf('share-committed', place),
        'Andelen er ikke den, der blev forseglet før værdien var kendt.',
        'The share is not the one committed to before the value was known.',
      ),
    );
  }
  if (commitToShare(escrowOf(shares), 'escrow', on) !== one.completed.escrow) {
    findings.push(
      wrong('escrow-differs', toldOf('ceremony-completed'), 'Det tredje ark passer ikke.', 'The third sheet does not fit.'),
    );
  }
  if (bytesToHex(combineShares(shares, one.entered.value, on)) !== revealed.seed) {
    findings.push(
      wrong(
        'seed-not-of-shares',
        entered,
        'Frøet er ikke lavet af de to andele og værdien.',
        'The seed is not made of the two shares and the value.',
      ),
    );
  }
  return findings;
}

const wrong = (code: string, at: Told, da: string, en: string): Finding => finding(code, 'facts.jsonl', da, en, at);
