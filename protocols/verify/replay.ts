/** Draws every lot again from the revealed seeds and compares chance, words and arm with what was recorded. */
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils';
import { canonicalise, encodeUtf8 } from '../model/canonical';
import type { Payload } from '../model/fact';
import type { Protocol } from '../model/protocol';
import { compositionOf, type Unit } from '../randomisation/batch';
import { commitTo } from '../randomisation/commitment';
import type { Profile } from '../randomisation/covariates/history';
import { drawClusters, type ClusterLot } from '../randomisation/clusters/draw-clusters';
import { drawVersion } from '../randomisation/draw';
import { drawLots, type Occasion } from '../randomisation/draw-lots';
import { drawsFor } from '../randomisation/scheme';
import { stratumKey } from '../randomisation/stratum';
import { randomisationOf, schemeOf } from '../rules/lottery-of';
import { checkCeremony, stepOf, tellCeremonies, type ToldCeremony, type ToldStep } from './ceremonies';
import { finding, type Finding } from './finding';
import type { LineFact } from './read-facts';
import { isMishap, openMishaps, type MishapCounts } from './replay-mishaps';
import { remember, stratumIn, type Stratum } from './stratum';

/** A scheme whose lots were drawn again. */
export interface ReplayedScheme {
  scheme: string;
  method: string;
  commitment: string;
  allocations: number;
  strata: number;
}

interface Opened {
  scheme: string;
  protocol: Protocol;
  digest: string;
  commitment: string;
  seed: Uint8Array;
  allocations: number;
  strata: Map<string, Stratum>;
  /** What each cluster got, where clusters were drawn. */
  clusters: Map<string, ClusterLot>;
}

type Told = { line: number; fact: string };

const digestOf = (value: unknown): string => bytesToHex(sha256(encodeUtf8(canonicalise(value))));
const place = ({ line, header }: LineFact): Told => ({ line, fact: `${header.stream} ${header.seq}` });
const wrong = (code: string, at: Told, da: string, en: string): Finding => finding(code, 'facts.jsonl', da, en, at);

/** @param facts whole, as `readFacts` found them. */
export function replay(
  trial: string,
  facts: readonly LineFact[],
): { schemes: ReplayedScheme[]; ceremonies: ToldCeremony[]; mishaps: MishapCounts; findings: Finding[] } {
  const seeds = new Map(
    facts.flatMap(({ header, payload }) => {
      if (header.kind !== 'seed-revealed' || payload === undefined) return [];
      const revealed = payload as Payload<'seed-revealed'>;
      return [[revealed.scheme, revealed] as const];
    }),
  );
  // What was given up after it was complete took its seed with it: nothing is left to hold its commitment against.
  const givenUp = new Set(
    facts.flatMap(({ header, payload }) =>
      header.kind === 'ceremony-aborted' && payload !== undefined ? [(payload as Payload<'ceremony-aborted'>).ceremony] : [],
    ),
  );
  const steps: ToldStep[] = [];
  const schemes = new Map<string, Opened>();
  const batches = new Map<string, (LineFact & { payload: Payload<'allocated'> })[]>();
  const allocated = new Set<string>();
  const done = new Map<string, Set<string>>();
  const findings: Finding[] = [];
  const mishaps = openMishaps(trial);
  let inForce: { protocol: Protocol; digest: string } | undefined;
  let locked = false;

  for (const fact of facts) {
    const { header, payload } = fact;
    const at = place(fact);
    const kinds = done.get(header.stream) ?? new Set();
    done.set(header.stream, kinds.add(header.kind));
    if (payload === undefined) {
      if (['allocated', 'cohort-drawn', 'clusters-drawn'].includes(header.kind) || isMishap(header.kind)) {
        findings.push(wrong('payload-missing', at, 'Lodtrækningens indhold mangler.', 'What was drawn is missing.'));
      }
      continue;
    }
    const isTrials = header.stream === `trial/${trial}`;
    const step = isTrials ? stepOf(fact) : undefined;
    if (step) steps.push(step);
    if (header.kind === 'trial-opened' && isTrials) {
      const { protocol, digest } = payload as Payload<'trial-opened'>;
      if (digestOf(protocol) !== digest) {
        findings.push(
          wrong('protocol-differs', at, 'Protokollen passer ikke til sin hash.', 'The protocol does not fit its hash.'),
        );
      }
      inForce = { protocol, digest };
      const opened = protocol.randomisation && schemes.get(protocol.randomisation.id);
      if (opened) opened.protocol = protocol;
    } else if (header.kind === 'lottery-opened' && isTrials && inForce) {
      const lottery = payload as Payload<'lottery-opened'>;
      const { scheme, commitment, ceremony } = lottery;
      if (ceremony !== undefined && givenUp.has(ceremony)) continue;
      const revealed = seeds.get(scheme);
      if (!revealed) {
        findings.push(wrong('seed-missing', at, 'Frøet er ikke vist frem.', 'The seed is not revealed.'));
        continue;
      }
      const seed = hexToBytes(revealed.seed);
      if (commitTo(seed, { trial, scheme, protocolDigest: inForce.digest }) !== commitment) {
        findings.push(
          wrong(
            'commitment-differs',
            at,
            'Frøet er ikke det, der blev forseglet før første deltager.',
            'The seed is not the one committed to before the first participant.',
          ),
        );
      }
      // Before there were ceremonies only people who do not exist were drawn.
      if (ceremony !== undefined || !inForce.protocol.simulated)
        findings.push(...checkCeremony(trial, lottery, inForce, steps, revealed, at));
      schemes.set(scheme, { scheme, ...inForce, commitment, seed, allocations: 0, strata: new Map(), clusters: new Map() });
    } else if (header.kind === 'plan-locked' && isTrials) {
      locked = true;
    } else if (header.kind === 'seed-revealed' && !locked) {
      findings.push(wrong('revealed-early', at, 'Frøet blev vist frem før låsen.', 'The seed was revealed before the lock.'));
    } else if (header.kind === 'allocated') {
      const drawn = payload as Payload<'allocated'>;
      const opened = schemes.get(drawn.scheme);
      const isReady = kinds.has('consent-given') && kinds.has('screened') && (!drawn.unit || kinds.has('household-set'));
      if (!opened || locked || allocated.has(header.stream) || !isReady) {
        findings.push(outOfTurn(at));
        continue;
      }
      if (mishaps.isPaused()) {
        findings.push(
          wrong(
            'drawn-while-paused',
            at,
            'Loddet er trukket, mens lodtrækningen var på pause.',
            'The lot was drawn while the lottery was paused.',
          ),
        );
      }
      allocated.add(header.stream);
      mishaps.drew(header.stream, drawn);
      opened.allocations += 1;
      if (drawn.rank !== null) {
        batches.set(drawn.cohort, [...(batches.get(drawn.cohort) ?? []), { ...fact, payload: drawn }]);
        continue;
      }
      findings.push(...drawAgain(trial, opened, header.stream, drawn, at));
    } else if (header.kind === 'clusters-drawn' && isTrials) {
      const drawn = payload as Payload<'clusters-drawn'>;
      const opened = schemes.get(drawn.scheme);
      findings.push(...(opened && !locked ? drawClustersAgain(trial, opened, drawn, at) : [outOfTurn(at)]));
    } else if (header.kind === 'cohort-drawn' && isTrials) {
      const closing = payload as Payload<'cohort-drawn'>;
      const members = batches.get(closing.cohort) ?? [];
      batches.delete(closing.cohort);
      const opened = schemes.get(closing.scheme);
      if (opened) findings.push(...drawCohortAgain(trial, opened, closing, members, at));
    } else if (isMishap(header.kind)) {
      const mayBeGiven = !locked && !allocated.has(header.stream) && kinds.has('consent-given') && kinds.has('screened');
      findings.push(...mishaps.see(fact, { at, opened: (scheme) => schemes.get(scheme), mayBeGiven }));
      if (header.kind === 'allocated-as-replacement' || header.kind === 'allocated-by-sheet') allocated.add(header.stream);
    }
  }
  for (const members of batches.values()) {
    for (const one of members)
      findings.push(wrong('batch-unclosed', place(one), 'Holdets lodtrækning mangler.', 'The draw of the cohort is missing.'));
  }
  return {
    ceremonies: tellCeremonies(steps),
    schemes: [...schemes.values()].map(({ scheme, commitment, allocations, strata, protocol }) => ({
      scheme,
      method: randomisationOf(protocol).method,
      commitment,
      allocations,
      strata: strata.size,
    })),
    mishaps: mishaps.counts,
    findings,
  };
}

const participantOf = (stream: string): string => stream.slice('participant/'.length);

function drawAgain(trial: string, opened: Opened, stream: string, drawn: Payload<'allocated'>, at: Told): Finding[] {
  const profile = { levels: drawn.factors, ...(drawn.covariates && { covariates: drawn.covariates }) };
  const own = stratumIn(opened, { trial, scheme: drawn.scheme, stratum: drawn.stratum });
  const findings = drawInTurn(trial, opened, stream, drawn, profile, own, at);
  remember(own, opened.seed, { ...profile, arm: drawn.arm });
  return findings;
}

function drawInTurn(
  trial: string,
  opened: Opened,
  stream: string,
  drawn: Payload<'allocated'>,
  profile: Profile,
  { before, memory }: Stratum,
  at: Told,
): Finding[] {
  const randomisation = randomisationOf(opened.protocol);
  const key =
    randomisation.method === 'cluster'
      ? { key: `cluster=${drawn.factors.site}` }
      : stratumKey(randomisation.strata, drawn.factors);
  if (!('key' in key) || key.key !== drawn.stratum) {
    return [
      wrong(
        'stratum-differs',
        at,
        'Laget passer ikke til de oplysninger, der blev brugt.',
        'The stratum does not fit the factors used.',
      ),
    ];
  }
  if (drawn.position !== before.length + 1) {
    return [
      wrong(
        'position-differs',
        at,
        `Pladsen i laget er ${drawn.position}, men det er lagets lod nummer ${before.length + 1}.`,
        `The position in the stratum is ${drawn.position}, but this is the stratum’s draw number ${before.length + 1}.`,
      ),
    ];
  }
  if (randomisation.method === 'cluster') {
    const own = opened.clusters.get(drawn.factors.site ?? '');
    const label = [drawVersion, trial, drawn.scheme, 'cluster'];
    const same =
      own && canonicalise([own.arm, own.probabilities, label]) === canonicalise([drawn.arm, drawn.probabilities, drawn.label]);
    return same ? [] : [differs(at)];
  }
  const again =
    memory &&
    drawSafely(opened, {
      ...{ for: 'participant', participant: participantOf(stream), trial, scheme: drawn.scheme, stratum: drawn.stratum },
      ...{ position: drawn.position, before: memory, profile },
    });
  const lot = again?.lots[0];
  const same =
    lot &&
    canonicalise([lot.arm, lot.probabilities, again.trace]) ===
      canonicalise([drawn.arm, drawn.probabilities, { label: drawn.label, words: drawn.words ?? [] }]);
  return same ? [] : [differs(at)];
}

/** All clusters again; afterwards each person must have the lot of their site. */
function drawClustersAgain(trial: string, opened: Opened, drawn: Payload<'clusters-drawn'>, at: Told): Finding[] {
  const scheme = schemeOf(opened.protocol);
  if (scheme.method !== 'cluster' || opened.clusters.size > 0) return [outOfTurn(at)];
  const { lots, candidates, of, trace } = drawClusters(opened.seed, scheme, { trial, scheme: drawn.scheme });
  for (const lot of lots) opened.clusters.set(lot.cluster, lot);
  const same = canonicalise({ scheme: drawn.scheme, ...trace, candidates, of, lots }) === canonicalise(drawn);
  return same ? [] : [differs(at)];
}

function drawCohortAgain(
  trial: string,
  opened: Opened,
  closing: Payload<'cohort-drawn'>,
  members: readonly (LineFact & { payload: Payload<'allocated'> })[],
  at: Told,
): Finding[] {
  const units = unitsDrawn(members);
  if (digestOf(compositionOf(units)) !== closing.composition || members.length !== closing.members) {
    return [
      wrong(
        'composition-differs',
        at,
        'Holdet er ikke det, der blev lukket før lodtrækningen.',
        'The cohort is not the one closed before the draw.',
      ),
    ];
  }
  const stratum = `cohort=${closing.cohort}`;
  opened.strata.set(stratum, { before: [], protocol: opened.protocol, memory: undefined });
  const again = drawSafely(opened, {
    for: 'cohort',
    units,
    trial,
    scheme: closing.scheme,
    stratum,
    cohort: closing.cohort,
    ordinal: 1,
  });
  const trace = { label: closing.label, words: closing.words ?? [] };
  if (!again || canonicalise(again.trace) !== canonicalise(trace)) return [differs(at)];
  return members.flatMap((one) => {
    const { payload } = one;
    const index = again.lots.findIndex(({ participant }) => participant === participantOf(one.header.stream));
    const lot = again.lots[index];
    const expected = lot && [lot.arm, lot.probabilities, stratum, index + 1, index + 1, closing.label, closing.scheme];
    const recorded = [
      payload.arm,
      payload.probabilities,
      payload.stratum,
      payload.position,
      payload.rank,
      payload.label,
      payload.scheme,
    ];
    return expected && canonicalise(expected) === canonicalise(recorded) ? [] : [differs(place(one))];
  });
}

/** Who was drawn together, as their own facts say it. */
function unitsDrawn(members: readonly (LineFact & { payload: Payload<'allocated'> })[]): Unit[] {
  const units = new Map<string, string[]>();
  for (const { header, payload } of members) {
    const participant = participantOf(header.stream);
    const id = payload.unit ?? participant;
    units.set(id, [...(units.get(id) ?? []), participant]);
  }
  return [...units].map(([id, people]) => ({ id, members: people }));
}

const outOfTurn = (at: Told): Finding =>
  wrong(
    'drawn-out-of-turn',
    at,
    'Loddet er trukket uden for tur: før samtykke, for en husstand ingen har nævnt, to gange, efter låsen eller uden frø.',
    'The lot was drawn out of turn: before consent, for a household nobody named, twice, after the lock or without a seed.',
  );

const differs = (at: Told): Finding =>
  wrong(
    'draw-differs',
    at,
    'Frøet giver et andet lod, end der blev skrevet ned.',
    'The seed gives another lot than was recorded.',
  );

/** What the seed gives; undefined where the occasion is none that could have been drawn. */
function drawSafely(opened: Opened, occasion: Occasion) {
  const scheme = schemeOf(opened.protocol);
  if (drawsFor(scheme) !== occasion.for) return undefined;
  try {
    const drawn = drawLots(opened.seed, scheme, occasion);
    return 'refused' in drawn ? undefined : drawn;
  } catch (cause) {
    // A recorded level or arm that the protocol does not have: nothing that the seed could give.
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}
