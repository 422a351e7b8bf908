import type { Protocol } from '../../model/protocol';
import { INTERCURRENT_EVENTS } from '../../model/analysis-plan';
import { instrumentIds, instrumentOf } from '../../instruments/registry';
import { scoreOf } from '../score-of';
import { balancedBy, covariatesOf } from '../lottery-of';
import { error, listed, type Finding } from './finding';

/** Ids that refer to nothing. */
export function findUnknown(protocol: Protocol): Finding[] {
  const { arms, delivery, waves, outcomes, analysis, safety } = protocol;
  const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  const missing = (pointer: string, what: keyof typeof WORDS, id: string, known: readonly string[]): Finding[] =>
    known.includes(id) ? [] : [unknown(pointer, what, id, known)];
  const anchored = idsOf(delivery);
  return [
    ...delivery.flatMap(({ arm }, n) => missing(`/delivery/${n}/arm`, 'arm', arm, idsOf(arms))),
    ...missing('/analysis/reference', 'arm', analysis.reference, idsOf(arms)),
    ...waves.flatMap(({ anchor, instruments }, n) => [
      ...(anchor.startsWith('delivery-')
        ? missing(`/waves/${n}/anchor`, 'delivery', anchor.slice(anchor.indexOf(':') + 1), anchored)
        : []),
      ...instruments.flatMap((id, i) => missing(`/waves/${n}/instruments/${i}`, 'instrument', id, instrumentIds())),
    ]),
    ...outcomes.flatMap((outcome, n) => [
      ...missing(`/outcomes/${n}/wave`, 'wave', outcome.wave, idsOf(waves)),
      ...scored(outcome.score, `/outcomes/${n}/score`),
    ]),
    ...analysis.estimands.flatMap(({ outcome, events }, n) => [
      ...missing(`/analysis/estimands/${n}/outcome`, 'outcome', outcome, idsOf(outcomes)),
      ...Object.keys(events).flatMap((event) =>
        missing(`/analysis/estimands/${n}/events/${event}`, 'event', event, INTERCURRENT_EVENTS),
      ),
    ]),
    ...(safety.alerts ?? []).flatMap(({ instrument, item }, n) => {
      const known = instrumentOf(instrument);
      if (!known) return missing(`/safety/alerts/${n}/instrument`, 'instrument', instrument, instrumentIds());
      return missing(`/safety/alerts/${n}/item`, 'item', item, idsOf(known.items));
    }),
    ...strata(protocol),
    ...(protocol.notes ?? []).flatMap(({ at }, n) => (pointsAt(protocol, at) ? [] : [lostNote(n, at)])),
  ];
}

const WORDS = {
  arm: ['en arm', 'an arm'],
  delivery: ['en del af tilbuddet', 'a part of what is delivered'],
  instrument: ['et spørgeskema, der findes her', 'an instrument that ships here'],
  wave: ['en skemarunde', 'a wave'],
  outcome: ['et udfald', 'an outcome'],
  item: ['et spørgsmål i skemaet', 'an item of the instrument'],
  score: ['en score i skemaet', 'a score of the instrument'],
  event: ['en hændelse, som sproget kender', 'an event the language knows'],
} as const;

/** Up to so many names are offered; a longer list is no help on one line. */
const OFFERED = 12;

function unknown(pointer: string, what: keyof typeof WORDS, id: string, known: readonly string[]): Finding {
  const near = known.filter((one) => one[0] === id[0]);
  const offered = known.length <= OFFERED ? known : near.length > 0 ? near : known.slice(0, OFFERED);
  return error(
    pointer,
    `unknown-${what}`,
    `"${id}" er ikke ${WORDS[what][0]}. Skriv ${listed(offered, 'eller')}.`,
    `"${id}" is not ${WORDS[what][1]}. Write ${listed(offered, 'or')}.`,
  );
}

function scored(score: string, pointer: string): Finding[] {
  const { instrument, score: id } = scoreOf({ score });
  const known = instrumentOf(instrument);
  if (!known) return [unknown(pointer, 'instrument', instrument, instrumentIds())];
  const scores = known.scores.map((one) => one.id);
  if (scores.length === 0) {
    return [
      error(
        pointer,
        'outcome-without-score',
        `"${instrument}" har ingen score, der kan regnes ud her. Vælg et andet skema til udfaldet.`,
        `"${instrument}" has no score that can be computed here. Choose another instrument for the outcome.`,
      ),
    ];
  }
  return scores.includes(id) ? [] : [unknown(pointer, 'score', id, scores)];
}

function strata({ randomisation, screening = [], eligibility }: Protocol): Finding[] {
  if (!randomisation) return [];
  const known = ['site', ...screening.map(({ id }) => id)];
  const numbers = eligibility.filter(({ is }) => is === undefined).map(({ item }) => item);
  const unasked = covariatesOf(randomisation).flatMap((item, n) =>
    numbers.includes(item)
      ? []
      : [
          error(
            `/randomisation/covariates/${n}`,
            'covariate-not-asked',
            `Ingen bliver spurgt om tallet "${item}". Brug et tal fra "eligibility"${numbers.length > 0 ? `: ${listed(numbers, 'eller')}` : ''}.`,
            `Nobody is asked for the number "${item}". Use a number from "eligibility"${numbers.length > 0 ? `: ${listed(numbers, 'or')}` : ''}.`,
          ),
        ],
  );
  const balanced = balancedBy(randomisation).flatMap((factor, n) =>
    known.includes(factor)
      ? []
      : [
          error(
            'factors' in randomisation ? `/randomisation/factors/${n}/id` : `/randomisation/strata/${n}`,
            'stratum-not-asked',
            `Ingen bliver spurgt om "${factor}", så ingen kan trækkes i det lag. Tilføj det under "screening", eller skriv ${listed(known, 'eller')}.`,
            `Nobody is asked about "${factor}", so nobody could be drawn within it. Add it under "screening", or write ${listed(known, 'or')}.`,
          ),
        ],
  );
  return [...balanced, ...unasked];
}

function pointsAt(document: unknown, pointer: string): boolean {
  let at: unknown = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

const lostNote = (n: number, at: string): Finding =>
  error(
    `/notes/${n}/at`,
    'note-points-nowhere',
    `Der står ikke noget på "${at}" i protokollen. Ret stedet, eller slet noten.`,
    `There is nothing at "${at}" in the protocol. Correct the place, or delete the note.`,
  );
