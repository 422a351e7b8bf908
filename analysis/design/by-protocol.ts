import type { Protocol } from '#protocols/model/protocol';
import { randomFrom, share, type Random } from '#protocols/randomisation/characteristics/random';
import { replayOf } from '#protocols/randomisation/inference/replays';
import type { Profile } from '#protocols/randomisation/covariates/history';
import { balancedBy, covariatesOf, randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import { normalQuantile } from '../numeric/distributions';
import { methodNamed } from '../analyses/registry';
import { frameOf } from '../data/frame';
import { ancova } from '../effect/ancova';
import { cannot, type NotReckoned } from './design';

/** What the simulated trials are analysed by. */
type Method = 'ancova, hc3' | 'partially nested';

/** What a protocol does not say and a simulation needs. */
export interface Wish {
  readonly participants: number;
  readonly replicates: number;
  /** A whole number; the same gives the same figures. */
  readonly seed: number;
  /** Of the outcome at baseline with the outcome. */
  readonly baselineCorrelation: number;
}

/** A share of the simulated trials, and how far off it may be because they are finite: √(p (1 − p) / replicates). */
export interface Counted {
  readonly share: number;
  readonly monteCarloError: number;
}

/** How often the trial would find the difference it is reckoned from, drawn and analysed as its protocol says. */
export interface ProtocolPower {
  readonly protocol: { readonly id: string; readonly version: string };
  readonly power: Counted;
  /** The same people without a difference: how often one is found all the same. */
  readonly falseAlarm: Counted;
  readonly meanEstimate: number;
  readonly replicates: number;
  /** Trials whose analysis was refused; they count as not found. */
  readonly withoutEstimate: number;
  readonly participants: number;
  readonly analysis: { readonly method: Method; readonly alpha: number; readonly adjusted: readonly string[] };
  readonly assumed: {
    readonly difference: number;
    readonly standardDeviation: number;
    readonly intraclassCorrelation: number;
    readonly groupSize: number;
    readonly attrition: number;
    readonly baselineCorrelation: number;
  };
}

/**
 * Simulates the trial of a protocol: people over sites and choices evenly, lots by the protocol's own drawing code, groups in the arm that meets, the
 * assumed difference and losses, the model of its plan. Refuses a protocol that says no assumptions or has other than two arms.
 */
export function powerByProtocol(protocol: Protocol, wish: Wish): ProtocolPower | NotReckoned {
  const { assumptions } = protocol.target;
  if (!assumptions)
    return cannot(
      'no-assumptions',
      'The protocol does not say what its number of people is reckoned from. Add “assumptions” under “target”.',
    );
  if (!protocol.randomisation || protocol.arms.length !== 2)
    return cannot('two-arms', 'Power by simulation compares two arms that are drawn. This protocol has others.');
  const scheme = schemeOf(protocol);
  if (scheme.method === 'stepped-wedge' || scheme.method === 'cluster')
    return cannot(
      'clusters',
      'The lots are of whole clusters, which a protocol does not list. Reckon “two-means” with “clusters” instead.',
    );
  const { model } = protocol.analysis;
  const meeting = protocol.delivery.find(({ kind }) => kind === 'group');
  if (model !== 'ancova' && (model !== 'partially-nested' || !meeting || meeting.arm === protocol.analysis.reference))
    return cannot(
      'model',
      `The plan's model is ${model}; the simulation runs covariance analysis, or the partially nested model of an arm that meets in groups. Reckon “two-means” instead.`,
    );
  const { difference, standardDeviation, intraclassCorrelation = 0, attrition = 0 } = assumptions;
  const { reference, alpha, covariates } = protocol.analysis;
  const groupSize = meeting?.capacity?.[1] ?? 1;
  const adjusted = [
    ...(covariates.includes('baseline') ? ['baseline'] : []),
    ...(covariates.includes('strata') ? ['strata'] : []),
  ];
  const arms = [reference, protocol.arms.find(({ id }) => id !== reference)!.id] as const;
  const method: Method = model === 'ancova' ? 'ancova, hc3' : 'partially nested';
  const setting: Setting = {
    ...wish,
    method,
    arms,
    alpha,
    adjusted,
    difference,
    standardDeviation,
    intraclassCorrelation,
    attrition,
    groupSize,
  };

  const random = randomFrom(wish.seed);
  let [found, alarms, withoutEstimate, sum] = [0, 0, 0, 0];
  for (let replicate = 0; replicate < wish.replicates; replicate++) {
    const people = peopleOf(protocol, wish.participants, random);
    const own = outcomesOf(people, meeting?.arm ?? null, setting, random);
    const [planted, none] = [analysed(own, setting, 1), analysed(own, setting, 0)];
    if (!planted || !none) {
      withoutEstimate++;
      continue;
    }
    sum += planted.estimate;
    if (planted.p < alpha && planted.estimate > 0) found++;
    if (none.p < alpha) alarms++;
  }
  const counted = (count: number): Counted => {
    const part = count / wish.replicates;
    return { share: part, monteCarloError: Math.sqrt((part * (1 - part)) / wish.replicates) };
  };
  return {
    protocol: { id: protocol.id, version: protocol.version },
    power: counted(found),
    falseAlarm: counted(alarms),
    meanEstimate: sum / Math.max(1, wish.replicates - withoutEstimate),
    replicates: wish.replicates,
    withoutEstimate,
    participants: wish.participants,
    analysis: { method, alpha, adjusted },
    assumed: {
      difference,
      standardDeviation,
      intraclassCorrelation,
      groupSize,
      attrition,
      baselineCorrelation: wish.baselineCorrelation,
    },
  };
}

interface Setting extends Wish {
  readonly method: Method;
  readonly arms: readonly [string, string];
  readonly alpha: number;
  readonly adjusted: readonly string[];
  readonly difference: number;
  readonly standardDeviation: number;
  readonly intraclassCorrelation: number;
  readonly attrition: number;
  readonly groupSize: number;
}

interface People {
  readonly stratum: readonly string[];
  readonly arm: readonly string[];
}

const normal = (random: Random): number => normalQuantile((random() + 0.5) * 2 ** -32);

/** People as they come, and their arms by the protocol's own lottery: in batches, cohorts filled one after another at each site. */
function peopleOf(protocol: Protocol, n: number, random: Random): People {
  const scheme = schemeOf(protocol);
  const factors = balancedBy(randomisationOf(protocol));
  const choices = (id: string) =>
    id === 'site' ? protocol.sites : (protocol.screening?.find((item) => item.id === id)?.choices ?? [{ id: 'all' }]);
  const one = (id: string) => {
    const of = choices(id);
    return of[Math.floor(share(random) * of.length)]!.id;
  };
  const ids = [...new Set(['site', ...factors])];
  const profiles: Profile[] = Array.from({ length: n }, () => ({
    levels: Object.fromEntries(ids.map((id) => [id, one(id)])),
    covariates: Object.fromEntries(covariatesOf(randomisationOf(protocol)).map((id) => [id, normal(random)])),
  }));
  const key = (profile: Profile) => factors.map((id) => profile.levels[id]).join(' / ');
  const stratum =
    scheme.method === 'batch' ? cohortsOf(profiles, key, protocol.cohorts.capacity, scheme.minimum) : profiles.map(key);
  const places = new Map([...new Set(stratum)].map((name, i) => [name, i]));
  const drawn = new Uint8Array(n);
  replayOf(scheme, { stratum: Int32Array.from(stratum, (name) => places.get(name)!), strata: places.size, profiles })(
    random,
    drawn,
  );
  return { stratum, arm: Array.from(drawn, (first) => scheme.arms[first === 1 ? 0 : 1]!.id) };
}

/** Each stratum filled into cohorts of the capacity; a last one too small to be drawn joins the one before. */
function cohortsOf(profiles: readonly Profile[], key: (profile: Profile) => string, capacity: number, minimum: number): string[] {
  const totals = new Map<string, number>();
  for (const profile of profiles) totals.set(key(profile), (totals.get(key(profile)) ?? 0) + 1);
  const before = new Map<string, number>();
  return profiles.map((profile) => {
    const own = key(profile);
    const place = before.get(own) ?? 0;
    before.set(own, place + 1);
    const total = totals.get(own)!;
    const cohorts = Math.max(1, Math.floor(total / capacity) + (total % capacity >= minimum ? 1 : 0));
    return `${own} / ${Math.min(Math.floor(place / capacity), cohorts - 1) + 1}`;
  });
}

interface Outcomes extends People {
  readonly baseline: readonly number[];
  /** Without a difference. */
  readonly outcome: readonly number[];
  /** The group somebody meets in; null where they meet in none. */
  readonly group: readonly (string | null)[];
}

/** Baseline and outcome without a difference, of those who are not lost; groups are filled within strata, in the order people come. */
function outcomesOf({ stratum, arm }: People, meeting: string | null, setting: Setting, random: Random): Outcomes {
  const { baselineCorrelation: r, intraclassCorrelation: icc, standardDeviation: sd, attrition, groupSize } = setting;
  const groups = new Map<string, { name: string; left: number; shared: number }>();
  let formed = 0;
  const placeIn = (own: string) => {
    const open = groups.get(own);
    if (open && open.left > 0) {
      open.left--;
      return open;
    }
    const made = { name: `group ${++formed}`, left: groupSize - 1, shared: Math.sqrt(icc) * normal(random) };
    groups.set(own, made);
    return made;
  };
  const kept = {
    ...{ stratum: [] as string[], arm: [] as string[], group: [] as (string | null)[] },
    ...{ baseline: [] as number[], outcome: [] as number[] },
  };
  stratum.forEach((own, i) => {
    const baseline = normal(random);
    const alone = r * baseline + Math.sqrt(1 - r * r) * normal(random);
    const met = arm[i] === meeting ? placeIn(own) : null;
    const outcome = met ? Math.sqrt(1 - icc) * alone + met.shared : alone;
    if (share(random) < attrition) return;
    kept.stratum.push(own);
    kept.arm.push(arm[i]!);
    kept.group.push(met?.name ?? null);
    kept.baseline.push(sd * baseline);
    kept.outcome.push(sd * outcome);
  });
  return kept;
}

/** The plan's analysis with so many times the difference; null where it is refused. */
function analysed(own: Outcomes, setting: Setting, times: number): { estimate: number; p: number } | null {
  const { arm, stratum, baseline } = own;
  const outcome = own.outcome.map((value, i) => value + (arm[i] === setting.arms[1] ? times * setting.difference : 0));
  if (setting.method === 'partially nested') return nested({ ...own, outcome }, setting);
  const result = ancova({
    outcome,
    arm,
    arms: setting.arms,
    covariates: setting.adjusted.includes('baseline') ? [{ name: 'baseline', values: baseline }] : [],
    factors: setting.adjusted.includes('strata') ? [{ name: 'stratum', values: stratum }] : [],
    interaction: false,
    standardErrors: 'hc3',
    level: 1 - setting.alpha,
  });
  return 'refused' in result ? null : result.estimates[0]!;
}

function nested({ arm, stratum, group, baseline, outcome }: Outcomes, setting: Setting): { estimate: number; p: number } | null {
  const asked = {
    ...{ method: 'partially-nested', outcome: 'outcome', group: 'group', level: 1 - setting.alpha },
    covariates: setting.adjusted.filter((name) => name === 'baseline'),
    factors: setting.adjusted.filter((name) => name === 'strata'),
  };
  const result = methodNamed('partially-nested').run(asked, {
    frame: frameOf({ arm, outcome, group, baseline, strata: stratum }),
    layout: { arm: 'arm', control: setting.arms[0] },
  });
  const [contrast] = 'refused' in result ? [] : result.contrasts;
  return typeof contrast?.estimate === 'number' && typeof contrast.p === 'number'
    ? { estimate: contrast.estimate, p: contrast.p }
    : null;
}
