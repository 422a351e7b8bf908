/** What went wrong with draws, replayed beside them: what was drawn stays drawn, and each mishap must be one that could happen. */
import { canonicalise } from '../model/canonical';
import type { Kind, Payload } from '../model/fact';
import type { Protocol } from '../model/protocol';
import { drawSheet } from '../randomisation/sheets';
import { correctsFromNowOn, exceptionsOf, schemeOf } from '../rules/lottery-of';
import { finding, type Finding } from './finding';
import type { LineFact } from './read-facts';
import { correct, type Stratum } from './stratum';

const KINDS = [
  'lottery-paused',
  'lottery-resumed',
  'factor-corrected',
  'allocated-twice',
  'marked-in-error',
  'allocated-as-replacement',
  'allocation-forced',
  'sheets-made',
  'allocated-by-sheet',
] as const satisfies readonly Kind[];
type Mishap = (typeof KINDS)[number];

/** How often each mishap happened. */
export type MishapCounts = Partial<Record<Mishap, number>>;

export const isMishap = (kind: Kind): kind is Mishap => (KINDS as readonly Kind[]).includes(kind);

/** A scheme as the replay knows it. */
interface Opened {
  protocol: Protocol;
  seed: Uint8Array;
  strata: Map<string, Stratum>;
}

/** Somebody who has an arm, and where the draw that gave it is remembered. */
interface Lot {
  arm: string;
  factors: Record<string, string>;
  stratum: string | null;
  position: number;
}

interface Seen {
  at: { line: number; fact: string };
  opened: (scheme: string) => Opened | undefined;
  /** Consented and screened, before the lock, and without an arm. */
  mayBeGiven: boolean;
}

const wrong = (code: string, { at }: Seen, da: string, en: string): Finding[] => [finding(code, 'facts.jsonl', da, en, at)];
const outOfTurn = (seen: Seen): Finding[] =>
  wrong(
    'drawn-out-of-turn',
    seen,
    'Armen er givet uden for tur: før samtykke, to gange eller efter låsen.',
    'The arm was given out of turn: before consent, twice or after the lock.',
  );
const unfounded = (seen: Seen): Finding[] =>
  wrong(
    'mishap-unfounded',
    seen,
    'Det, der her er skrevet ned, passer ikke til den lodtrækning, det handler om.',
    'What is recorded here does not fit the draw it is about.',
  );

/** Keeps what the mishaps rest on while the facts are read in their order. */
export function openMishaps(trial: string) {
  const lots = new Map<string, Lot>();
  const lists = new Map<string, { scheme: string; sheets: number; used: Set<number> }>();
  const replaced = new Set<string>();
  const counts: MishapCounts = {};
  let paused = false;

  function see({ header, payload }: LineFact, seen: Seen): Finding[] {
    const kind = header.kind as Mishap;
    counts[kind] = (counts[kind] ?? 0) + 1;
    const lot = lots.get(header.stream);
    switch (kind) {
      case 'lottery-paused':
      case 'lottery-resumed': {
        const pauses = kind === 'lottery-paused';
        if (pauses === paused) return unfounded(seen);
        paused = pauses;
        return [];
      }
      case 'factor-corrected': {
        const { scheme, factor, used, corrected } = payload as Payload<'factor-corrected'>;
        const opened = seen.opened(scheme);
        if (!lot || !opened || lot.factors[factor] !== used) return unfounded(seen);
        if (correctsFromNowOn(opened.protocol) && lot.stratum !== null) {
          correct(opened.strata, opened.seed, { trial, scheme, stratum: lot.stratum }, lot.position, { [factor]: corrected });
        }
        return [];
      }
      case 'allocated-twice': {
        const { of } = payload as Payload<'allocated-twice'>;
        const first = `participant/${of}`;
        return lot && lots.has(first) && first !== header.stream ? [] : unfounded(seen);
      }
      case 'marked-in-error':
        return lot && (payload as Payload<'marked-in-error'>).reportedBy !== header.actor ? [] : unfounded(seen);
      case 'allocation-forced': {
        const { intended, given } = payload as Payload<'allocation-forced'>;
        return lot?.arm === intended && given !== intended ? [] : unfounded(seen);
      }
      case 'allocated-as-replacement':
        return replacement(header.stream, header.actor, payload as Payload<'allocated-as-replacement'>, seen);
      case 'sheets-made': {
        const { list, scheme, sheets } = payload as Payload<'sheets-made'>;
        if (!seen.opened(scheme) || lists.has(list)) return unfounded(seen);
        lists.set(list, { scheme, sheets, used: new Set() });
        return [];
      }
      case 'allocated-by-sheet':
        return sheetUsed(header.stream, payload as Payload<'allocated-by-sheet'>, seen);
    }
  }

  function replacement(stream: string, actor: string, given: Payload<'allocated-as-replacement'>, seen: Seen): Finding[] {
    const opened = seen.opened(given.scheme);
    const old = lots.get(`participant/${given.replaces}`);
    if (!seen.mayBeGiven || !opened || paused) return outOfTurn(seen);
    const most = exceptionsOf(opened.protocol).replacements ?? 0;
    const isLawful =
      old?.arm === given.arm && given.proposedBy !== actor && !replaced.has(given.replaces) && replaced.size < most;
    lots.set(stream, { arm: given.arm, factors: given.factors, stratum: null, position: 0 });
    replaced.add(given.replaces);
    return isLawful ? [] : unfounded(seen);
  }

  function sheetUsed(stream: string, used: Payload<'allocated-by-sheet'>, seen: Seen): Finding[] {
    const opened = seen.opened(used.scheme);
    const list = lists.get(used.list);
    if (!seen.mayBeGiven || !opened) return outOfTurn(seen);
    if (!list || list.scheme !== used.scheme || used.sheet > list.sheets || list.used.has(used.sheet)) return unfounded(seen);
    list.used.add(used.sheet);
    lots.set(stream, { arm: used.arm, factors: used.factors, stratum: null, position: 0 });
    const { arms } = schemeOf(opened.protocol);
    const again = drawSheet(opened.seed, arms, { trial, scheme: used.scheme, list: used.list, sheet: used.sheet });
    const same =
      canonicalise([again.arm, again.probabilities, again.trace]) ===
      canonicalise([used.arm, used.probabilities, { label: used.label, words: used.words }]);
    return same
      ? []
      : wrong(
          'draw-differs',
          seen,
          'Frøet giver et andet lod, end der blev skrevet ned.',
          'The seed gives another lot than was recorded.',
        );
  }

  return {
    counts,
    isPaused: (): boolean => paused,
    /** Remembers a lot that was drawn in the ordinary way. */
    drew(stream: string, { arm, factors, stratum, position, rank }: Payload<'allocated'>): void {
      lots.set(stream, { arm, factors, stratum: rank === null ? stratum : null, position });
    },
    see,
  };
}
