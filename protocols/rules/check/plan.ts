import type { Protocol } from '../../model/protocol';
import { INTERCURRENT_EVENTS } from '../../model/analysis-plan';
import { participantsNeeded } from '../participants-needed';
import { error, warning, type Finding } from './finding';

/** Whether the analysis is decided as a whole before anybody has seen an outcome by arm. */
export function findPlanFaults(protocol: Protocol): Finding[] {
  return [
    ...findEstimandFaults(protocol),
    ...findSummaryFaults(protocol),
    ...findModelFaults(protocol),
    ...findLookFaults(protocol),
    ...findMultiplicity(protocol),
    ...findPower(protocol),
  ];
}

function findEstimandFaults({ outcomes, analysis: { estimands } }: Protocol): Finding[] {
  const primary = outcomes.find(({ role }) => role === 'primary');
  const asked = estimands.some(({ outcome }) => outcome === primary?.id);
  const unsaid = estimands.flatMap(({ events, population }, n) => {
    const missing = INTERCURRENT_EVENTS.filter((event) => !(event in events));
    if (estimands[n]!.outcome !== primary?.id || population !== 'all-randomised' || missing.length === 0) return [];
    return [
      warning(
        `/analysis/estimands/${n}/events`,
        'events-unstated',
        `Der står ikke, hvad der gælder ved ${missing.join(', ')}. Skriv en strategi for hver.`,
        `It is not stated what holds upon ${missing.join(', ')}. Write a strategy for each.`,
      ),
    ];
  });
  if (!primary || asked) return unsaid;
  return [
    ...unsaid,
    error(
      '/analysis/estimands',
      'primary-not-asked',
      `Intet spørgsmål i analysen gælder det primære udfald. Tilføj et estimand med "outcome": "${primary.id}".`,
      `No question of the analysis is about the primary outcome. Add an estimand with "outcome": "${primary.id}".`,
    ),
  ];
}

/** Whether what is compared can be compared: a yes needs a limit, and an event cannot be part of a mean. */
function findSummaryFaults({ analysis: { estimands } }: Protocol): Finding[] {
  return estimands.flatMap(({ summary, threshold, events }, n) => {
    const at = `/analysis/estimands/${n}`;
    const found: Finding[] = [];
    if (summary !== 'difference-in-means' && threshold === undefined)
      found.push(
        error(
          `${at}/summary`,
          'threshold-missing',
          `"${summary}" tæller ja og nej, men der står ikke, hvilken score der er et ja. Tilføj "threshold": {"atLeast": …} eller {"below": …}.`,
          `"${summary}" counts yes and no, but it is not stated which score is a yes. Add "threshold": {"atLeast": …} or {"below": …}.`,
        ),
      );
    if (summary === 'difference-in-means' && threshold !== undefined)
      found.push(
        error(
          `${at}/threshold`,
          'threshold-of-means',
          'Et gennemsnit har ingen grænse. Fjern "threshold", eller vælg "risk-difference".',
          'A mean has no limit. Remove "threshold", or choose "risk-difference".',
        ),
      );
    for (const [event, strategy] of Object.entries(events)) {
      if (strategy === 'composite' && summary === 'difference-in-means')
        found.push(
          error(
            `${at}/events/${event}`,
            'composite-of-means',
            `"${event}" kan ikke tælles med i et gennemsnit. Sammenlign risici, eller vælg en anden strategi.`,
            `"${event}" cannot count in a mean. Compare risks, or choose another strategy.`,
          ),
        );
    }
    return found;
  });
}

function findModelFaults({ analysis, arms, delivery, outcomes, waves }: Protocol): Finding[] {
  const armsWithGroups = new Set(delivery.filter(({ kind }) => kind === 'group').map(({ arm }) => arm));
  const found: Finding[] = [];
  if (armsWithGroups.size > 0 && arms.some(({ id }) => !armsWithGroups.has(id)) && analysis.model !== 'partially-nested') {
    found.push(
      warning(
        '/analysis/model',
        'groups-ignored',
        `Nogle mødes i grupper, andre ikke, og "${analysis.model}" regner, som om alle var alene: usikkerheden bliver for lille. Vælg "partially-nested", eller forklar valget i en note.`,
        `Some meet in groups and others do not, and "${analysis.model}" reckons as if everybody were alone: the uncertainty comes out too small. Choose "partially-nested", or explain the choice in a note.`,
      ),
    );
  }
  if (armsWithGroups.size === 0 && analysis.model === 'partially-nested') {
    found.push(
      error(
        '/analysis/model',
        'groups-missing',
        'Modellen regner med grupper i en arm, men ingen arm har grupper. Vælg "ancova" eller "mmrm", eller tilføj gruppen under "delivery".',
        'The model reckons with groups in one arm, but no arm has groups. Choose "ancova" or "mmrm", or add the group under "delivery".',
      ),
    );
  }
  const primary = outcomes.find(({ role }) => role === 'primary');
  const instrument = primary?.score.slice(0, primary.score.indexOf('.'));
  const after = waves.filter(({ before, instruments }) => !before && instruments.some((id) => id === instrument));
  if (analysis.model === 'mmrm' && after.length < 2) {
    found.push(
      error(
        '/analysis/model',
        'one-wave-repeated',
        'Der er kun én måling efter lodtrækningen, så der er ingen gentagelser at regne på. Vælg "ancova".',
        'There is one measurement after the draw, so nothing is repeated. Choose "ancova".',
      ),
    );
  }
  if (analysis.covariates.length === 0) {
    found.push(
      warning(
        '/analysis/covariates',
        'covariates-none',
        'Der justeres ikke for noget. Tilføj "baseline" og "strata": det giver et sikrere svar med de samme mennesker.',
        'Nothing is adjusted for. Add "baseline" and "strata": the same people then give a surer answer.',
      ),
    );
  }
  return found;
}

function findLookFaults({ analysis: { interim } }: Protocol): Finding[] {
  if (interim === 'none') return [];
  const unordered = interim.looks.findIndex((look, n) => n > 0 && look <= interim.looks[n - 1]!);
  return [
    ...(interim.takenBy === undefined
      ? [
          error(
            '/analysis/interim',
            'looks-without-custodian',
            'Der står ikke, hvem der kigger undervejs. Skriv "takenBy": "custodian"; ingen anden må.',
            'It is not stated who looks before the end. Write "takenBy": "custodian"; nobody else may.',
          ),
        ]
      : []),
    ...(interim.reportTo === undefined
      ? [
          warning(
            '/analysis/interim',
            'looks-for-nobody',
            'Der står ikke, hvem svaret går til. Skriv komitéens navn i "reportTo".',
            'It is not stated who is told. Write the committee’s name in "reportTo".',
          ),
        ]
      : []),
    ...(unordered > 0
      ? [
          error(
            `/analysis/interim/looks/${unordered}`,
            'looks-not-ascending',
            'Kig skrives i den rækkefølge, de kommer. Ret tallet.',
            'Looks are written in the order they come. Correct the number.',
          ),
        ]
      : []),
  ];
}

function findMultiplicity({ outcomes, analysis }: Protocol): Finding[] {
  const confirmatory = outcomes.filter(({ role }) => role !== 'exploratory').length;
  if (analysis.multiplicity !== undefined || confirmatory < 2) return [];
  return [
    error(
      '/analysis',
      'multiplicity-unstated',
      `${confirmatory} udfald skal dele de ${analysis.alpha * 100} %. Skriv hvordan i "multiplicity"; "none" siger, at kun det primære afgør.`,
      `${confirmatory} outcomes share the ${analysis.alpha * 100} %. Say how in "multiplicity"; "none" says that the primary one alone decides.`,
    ),
  ];
}

function findPower({ analysis, arms, cohorts, delivery, target }: Protocol): Finding[] {
  if (!target.assumptions) {
    return [
      warning(
        '/target',
        'target-unexplained',
        'Der står ikke, hvad antallet er regnet ud fra. Tilføj "assumptions" med forskel, spredning og styrke.',
        'It is not stated what the number was reckoned from. Add "assumptions" with difference, standard deviation and power.',
      ),
    ];
  }
  const group = delivery.find(({ kind }) => kind === 'group');
  const groupSize = group?.capacity?.[1] ?? Math.ceil(cohorts.capacity / arms.length);
  const needed = participantsNeeded(target.assumptions, analysis.alpha, arms, group ? groupSize : 1);
  if (needed === null || needed <= target.participants) return [];
  return [
    warning(
      '/target/participants',
      'target-below-power',
      `Efter antagelserne skal der ${needed} deltagere til, men målet er ${target.participants}. Hæv målet, eller ret antagelserne.`,
      `By the assumptions it takes ${needed} participants, but the target is ${target.participants}. Raise the target, or correct the assumptions.`,
    ),
  ];
}
