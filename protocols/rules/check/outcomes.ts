import type { Protocol } from '../../model/protocol';
import { instrumentOf } from '../../instruments/registry';
import { scoreOf } from '../score-of';
import { baselineOf } from '../waves';
import { error, warning, type Finding } from './finding';

/** Whether there is one primary outcome, and whether each outcome is asked at its wave and read in the right direction. */
export function findOutcomeFaults(protocol: Protocol): Finding[] {
  return [...findPrimary(protocol), ...protocol.outcomes.flatMap((_, n) => findOne(protocol, n))];
}

function findPrimary({ outcomes, analysis, waves }: Protocol): Finding[] {
  const primary = outcomes.flatMap(({ role }, n) => (role === 'primary' ? [n] : []));
  if (primary.length === 0) {
    return [
      error(
        '/outcomes',
        'primary-missing',
        'Intet udfald er det primære. Giv ét af dem "role": "primary".',
        'No outcome is the primary one. Give one of them "role": "primary".',
      ),
    ];
  }
  const several = primary
    .slice(1)
    .map((n) =>
      error(
        `/outcomes/${n}/role`,
        'primary-several',
        `"${outcomes[n]!.id}" er også primært. Vælg ét; lad de andre være "secondary".`,
        `"${outcomes[n]!.id}" is primary too. Choose one; let the others be "secondary".`,
      ),
    );
  const outcome = outcomes[primary[0]!]!;
  const { instrument } = scoreOf(outcome);
  const wave = waves.findIndex(({ id }) => id === outcome.wave);
  const place = waves[wave]?.instruments.indexOf(instrument) ?? -1;
  return [
    ...several,
    ...(analysis.itemMissing === undefined
      ? [
          error(
            '/analysis',
            'item-missing-unstated',
            'Der står ikke, hvad der sker, når nogen springer et spørgsmål over i det primære udfald. Tilføj "itemMissing".',
            'It is not stated what happens where somebody leaves an item of the primary outcome blank. Add "itemMissing".',
          ),
        ]
      : []),
    ...(place > 0
      ? [
          warning(
            `/waves/${wave}/instruments/${place}`,
            'primary-not-first',
            `Det primære udfald spørges der til som nummer ${place + 1}. Sæt "${instrument}" først, så de fleste når det.`,
            `The primary outcome is asked in place ${place + 1}. Put "${instrument}" first, so that most people reach it.`,
          ),
        ]
      : []),
  ];
}

function findOne(protocol: Protocol, n: number): Finding[] {
  const outcome = protocol.outcomes[n]!;
  const { instrument, score } = scoreOf(outcome);
  const definition = instrumentOf(instrument)?.scores.find(({ id }) => id === score);
  const wave = protocol.waves.find(({ id }) => id === outcome.wave);
  if (!definition || !wave) return [];
  const baseline = baselineOf(protocol);
  const found: Finding[] = [];
  if (!wave.instruments.includes(instrument)) {
    found.push(
      error(
        `/outcomes/${n}/wave`,
        'outcome-not-asked',
        `"${outcome.wave}" spørger ikke om "${instrument}". Tilføj skemaet i runden, eller vælg en anden runde.`,
        `"${outcome.wave}" does not ask "${instrument}". Add the instrument to the wave, or choose another wave.`,
      ),
    );
  }
  if (wave.before && outcome.role !== 'exploratory') {
    found.push(
      error(
        `/outcomes/${n}/wave`,
        'outcome-before-draw',
        'Et udfald målt før lodtrækningen kan ikke være påvirket af den. Vælg en senere runde.',
        'An outcome measured before the draw cannot be an effect of it. Choose a later wave.',
      ),
    );
  } else if (baseline && protocol.analysis.covariates.includes('baseline') && !baseline.instruments.includes(instrument)) {
    found.push(
      warning(
        `/outcomes/${n}/score`,
        'outcome-without-baseline',
        `"${instrument}" spørges der ikke om før lodtrækningen, så der kan ikke justeres for starten. Tilføj det i "${baseline.id}".`,
        `"${instrument}" is not asked before the draw, so there is no baseline to adjust for. Add it to "${baseline.id}".`,
      ),
    );
  }
  if (definition.better !== outcome.better) {
    found.push(
      error(
        `/outcomes/${n}/better`,
        'direction-reversed',
        `I "${outcome.score}" er ${definition.better === 'higher' ? 'højere' : 'lavere'} bedre. Skriv "${definition.better}".`,
        `In "${outcome.score}", ${definition.better} is better. Write "${definition.better}".`,
      ),
    );
  }
  const width = definition.range[1] - definition.range[0];
  if (outcome.important !== undefined && outcome.important >= width) {
    found.push(
      error(
        `/outcomes/${n}/important`,
        'difference-beyond-range',
        `En forskel på ${outcome.important} findes ikke på en skala, der går fra ${definition.range[0]} til ${definition.range[1]}. Ret tallet.`,
        `A difference of ${outcome.important} does not exist on a scale from ${definition.range[0]} to ${definition.range[1]}. Correct the number.`,
      ),
    );
  }
  if (outcome.role === 'primary' && outcome.important === undefined) {
    found.push(
      warning(
        `/outcomes/${n}`,
        'important-unstated',
        'Der står ikke, hvor stor en forskel der betyder noget for folk. Tilføj "important".',
        'It is not stated how large a difference matters to people. Add "important".',
      ),
    );
  }
  return found;
}
