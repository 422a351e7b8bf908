import type { Protocol } from '../../model/protocol';
import { blockStep, findSchemeFaults } from '../../randomisation/scheme';
import { schemeOf } from '../lottery-of';
import { error, warning, type Finding } from './finding';

/** Whether the arms, the ratio, the strata and the cohorts let the lottery do what it promises. */
export function findLotteryFaults(protocol: Protocol): Finding[] {
  const { arms, design, randomisation } = protocol;
  if (design === 'follow-up' || arms.length === 1) return findWithoutLottery(protocol);
  if (!randomisation) {
    return [
      error(
        '/arms',
        'no-lottery',
        'Der er flere arme, men ingen lodtrækning. Tilføj "randomisation".',
        'There are several arms and no lottery. Add "randomisation".',
      ),
    ];
  }
  const faults = findSchemeFaults(schemeOf(protocol))
    // Arms given twice are told where the arms stand.
    .filter(({ code }) => code !== 'arm-twice')
    .map(({ path, code, sentence }) => error(`/randomisation${path}`, code, sentence.da, sentence.en ?? sentence.da));
  return [
    ...faults,
    ...findClustersOfSites(protocol),
    ...findHouseholdFaults(protocol),
    ...findCohortFaults(protocol),
    ...findThinStrata(protocol),
  ];
}

function findWithoutLottery({ arms, design, randomisation }: Protocol): Finding[] {
  return [
    ...(design === 'follow-up' && arms.length > 1
      ? [
          error(
            '/arms',
            'follow-up-has-arms',
            'Et opfølgningsstudie har én arm. Slet de andre, eller vælg et andet "design".',
            'A follow-up study has one arm. Delete the others, or choose another "design".',
          ),
        ]
      : []),
    ...(design !== 'follow-up' && arms.length === 1
      ? [
          error(
            '/arms',
            'one-arm',
            'Der skal være mindst to arme at trække lod mellem. Tilføj en, eller vælg "follow-up" som "design".',
            'It takes at least two arms to draw lots between. Add one, or choose "follow-up" as the "design".',
          ),
        ]
      : []),
    ...(randomisation && arms.length === 1
      ? [
          error(
            '/randomisation',
            'one-arm-drawn',
            'Med én arm er der intet at trække lod om. Slet "randomisation".',
            'With one arm there is nothing to draw lots about. Delete "randomisation".',
          ),
        ]
      : []),
  ];
}

/** Clusters are the sites, and a design of clusters is drawn by them. */
function findClustersOfSites({ design, randomisation, sites }: Protocol): Finding[] {
  if ((design === 'cluster') !== (randomisation?.method === 'cluster')) {
    return [
      error(
        '/design',
        'design-and-clusters',
        'Designet "cluster" og metoden "cluster" hører sammen: enten trækkes stederne, eller også trækkes personer. Ret en af de to.',
        'The design "cluster" and the method "cluster" go together: either sites are drawn, or people are. Change one of the two.',
      ),
    ];
  }
  if (randomisation?.method !== 'cluster') return [];
  const drawn = randomisation.clusters.map(({ id }) => id);
  const isEach =
    new Set(drawn).size === drawn.length && drawn.length === sites.length && sites.every(({ id }) => drawn.includes(id));
  return isEach
    ? []
    : [
        error(
          '/randomisation/clusters',
          'clusters-are-sites',
          'Klyngerne er ikke stederne. Skriv hvert sted én gang under "clusters", og ingen andre.',
          'The clusters are not the sites. Write each site once under "clusters", and no others.',
        ),
      ];
}

function findHouseholdFaults({ randomisation }: Protocol): Finding[] {
  if (randomisation?.unit !== 'household' || randomisation.method === 'batch') return [];
  return [
    error(
      '/randomisation/unit',
      'household-needs-batch',
      'En husstand kan kun trækkes samlet, når hele holdet trækkes på én gang. Vælg metoden "batch", eller "participant" som enhed.',
      'A household can be drawn together only where whole cohorts are drawn. Choose the method "batch", or "participant" as the unit.',
    ),
  ];
}

function findCohortFaults(protocol: Protocol): Finding[] {
  const { arms, cohorts, delivery, randomisation } = protocol;
  const found: Finding[] = [];
  if (cohorts.minimum > cohorts.capacity) {
    found.push(
      error(
        '/cohorts/minimum',
        'minimum-above-capacity',
        `Et hold skal have mindst ${cohorts.minimum}, men har kun plads til ${cohorts.capacity}. Ret et af de to tal.`,
        `A cohort needs at least ${cohorts.minimum} but has room for ${cohorts.capacity}. Change one of the two.`,
      ),
    );
  }
  if (randomisation?.method === 'batch' && randomisation.minimum > cohorts.capacity) {
    found.push(
      error(
        '/randomisation/minimum',
        'batch-above-capacity',
        `Der trækkes først, når der er ${randomisation.minimum}, men et hold har kun plads til ${cohorts.capacity}. Så bliver der aldrig trukket lod.`,
        `Lots are drawn from ${randomisation.minimum} on, but a cohort has room for ${cohorts.capacity}: it would never be drawn. Change one of the two.`,
      ),
    );
  }
  const shares = arms.reduce((sum, { ratio }) => sum + ratio, 0);
  delivery.forEach(({ arm, kind, capacity }, n) => {
    const own = arms.find(({ id }) => id === arm);
    if (kind !== 'group' || !capacity || !own) return;
    const [fewest, most] = capacity;
    if (fewest > most) {
      found.push(
        error(
          `/delivery/${n}/capacity`,
          'group-limits-crossed',
          `En gruppe skal have mindst ${fewest}, men højst ${most}. Byt om på tallene.`,
          `A group needs at least ${fewest} but takes at most ${most}. Swap the numbers.`,
        ),
      );
    }
    // The fewest a cohort is drawn with, and what the ratio then gives the arm.
    const drawn = Math.max(cohorts.minimum, randomisation?.method === 'batch' ? randomisation.minimum : 0);
    const given = Math.floor((drawn * own.ratio) / shares);
    const needed = Math.ceil((fewest * shares) / own.ratio);
    if (given < fewest && needed > cohorts.capacity) {
      found.push(
        error(
          '/cohorts/capacity',
          'cohort-too-small-for-group',
          `En gruppe starter med mindst ${fewest}. Med lodtrækningens forhold kræver det hold på ${needed}; der er kun plads til ${cohorts.capacity}. Giv holdene mere plads, eller lad grupper være mindre.`,
          `A group starts with at least ${fewest}. At this ratio that takes cohorts of ${needed}; there is room for ${cohorts.capacity}. Give cohorts more room, or let groups be smaller.`,
        ),
      );
    } else if (given < fewest) {
      found.push(
        warning(
          '/cohorts/minimum',
          'group-may-not-start',
          `Et hold på ${drawn} giver ${given} til "${arm}", men en gruppe starter med mindst ${fewest}. Sæt minimum til ${needed}, hvis gruppen altid skal kunne starte.`,
          `A cohort of ${drawn} gives ${given} to "${arm}", but a group starts with at least ${fewest}. Set the minimum to ${needed} if the group is always to start.`,
        ),
      );
    }
  });
  return found;
}

/** Strata so thin that their last, broken blocks are most of what was drawn: balance is then a matter of luck. */
function findThinStrata({ arms, randomisation, screening = [], sites, target }: Protocol): Finding[] {
  if (randomisation?.method !== 'permuted-blocks') return [];
  const levels = randomisation.strata.map((factor) =>
    factor === 'site' ? sites.length : (screening.find(({ id }) => id === factor)?.choices.length ?? 1),
  );
  const strata = levels.reduce((product, n) => product * n, 1);
  const each = target.participants / strata;
  const block = Math.max(...randomisation.sizes);
  if (strata === 1 || each >= 2 * block || blockStep(arms) > block) return [];
  return [
    warning(
      '/randomisation/strata',
      'strata-too-many',
      `${strata} lag om ${target.participants} deltagere giver ${Math.floor(each)} i hvert; det er mindre end to blokke på ${block}. Brug færre lag eller mindre blokke.`,
      `${strata} strata for ${target.participants} participants leave ${Math.floor(each)} in each, less than two blocks of ${block}. Use fewer strata or smaller blocks.`,
    ),
  ];
}
