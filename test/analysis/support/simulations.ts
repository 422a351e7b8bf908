import seedrandom from 'seedrandom';
import { runAnalyses } from '#analysis/analyses/run';
import { frameOf } from '#analysis/data/frame';
import { gammaQuantile } from '#analysis/numeric/beta-gamma';
import { poissonQuantile } from '#analysis/numeric/counts';
import { normalQuantile } from '#analysis/numeric/distributions';
import { dunnettQuantile } from '#analysis/numeric/dunnett';
import type { Found, Layout } from '#protocols/model/analyses';
import type { Asked } from './analyses';

type Cells = Record<string, (number | string | null)[]>;

/** One kind of trial without an effect (or with a known one), and the analysis whose error is counted. */
export interface Simulation {
  readonly name: string;
  readonly data: Layout;
  readonly asked: Asked;
  /** The truth the interval should hold; 0 where left out. */
  readonly truth?: number;
  /** What counts as a miss where it is not the interval: a test without one, or the first of several. */
  missed?(answer: Found): boolean;
  /** So many trials in an everyday run, where each takes long. */
  readonly few?: number;
  trial(normal: () => number, uniform: () => number): Cells;
}

const people = (n: number) => Array.from({ length: n }, (_, i) => i);
const twoArms: Layout = { arm: 'arm', control: 'usual' };

/** Visits of one trial: a random person, noise that grows, and dropout that depends on what was seen last. */
function visits(n: number, m: number, normal: () => number, uniform: () => number, lost: number): Cells {
  const cells: Cells = { id: [], arm: [], visit: [], pre: [], y: [] };
  for (const i of people(n)) {
    const own = normal();
    const pre = own + normal();
    let gone = false;
    let slope = 0;
    for (let v = 1; v <= m; v++) {
      slope += 0.4 * normal();
      const y = own + slope + (0.6 + 0.1 * v) * normal();
      cells.id!.push(`p${i}`);
      cells.arm!.push(i % 2 ? 'peer' : 'usual');
      cells.visit!.push(v);
      cells.pre!.push(pre);
      cells.y!.push(gone ? null : y);
      gone ||= uniform() < lost * (y > 0 ? 1.5 : 0.5);
    }
  }
  return cells;
}

const repeated: Layout = { participant: 'id', arm: 'arm', control: 'usual', visit: 'visit' };
const mmrm = { method: 'mmrm', outcome: 'y', covariates: ['pre'] };

/** Groups in one arm, single people in the other. */
const partiallyNested = (icc: number, spread: number): Simulation => ({
  name: `partially nested, 6 groups of 8 against 48, intraclass correlation ${icc}, spread ${spread}`,
  data: twoArms,
  asked: { method: 'partially-nested', outcome: 'y', covariates: ['pre'], group: 'group' },
  trial(normal) {
    const cells: Cells = { arm: [], group: [], pre: [], y: [] };
    const shared = people(6).map(() => Math.sqrt(icc) * normal());
    for (const i of people(96)) {
      const pre = normal();
      const grouped = i < 48;
      cells.arm!.push(grouped ? 'peer' : 'usual');
      cells.group!.push(grouped ? `g${i >> 3}` : null);
      cells.pre!.push(pre);
      cells.y!.push(0.5 * pre + (grouped ? shared[i >> 3]! + spread * Math.sqrt(1 - icc) * normal() : normal()));
    }
    return cells;
  },
});

/** Whole clusters drawn to an arm. */
const clusters = (name: string, asked: Asked, number: number, size: number): Simulation => ({
  name,
  data: twoArms,
  asked,
  trial(normal) {
    const cells: Cells = { arm: [], cluster: [], pre: [], y: [] };
    const shared = people(number).map(() => Math.sqrt(0.1) * normal());
    for (const i of people(number * size)) {
      const cluster = Math.floor(i / size);
      const pre = normal();
      cells.arm!.push(cluster % 2 ? 'peer' : 'usual');
      cells.cluster!.push(`c${cluster}`);
      cells.pre!.push(pre);
      cells.y!.push(0.5 * pre + shared[cluster]! + Math.sqrt(0.9) * normal());
    }
    return cells;
  },
});

/** Two visits, the first adjusting the chance of coming to the second; wide. */
function followedUp(n: number, normal: () => number, uniform: () => number): Cells {
  const cells: Cells = { arm: [], pre: [], y1: [], y2: [] };
  for (const i of people(n)) {
    const own = normal();
    const pre = own + normal();
    const y1 = own + 0.8 * normal();
    cells.arm!.push(i % 2 ? 'peer' : 'usual');
    cells.pre!.push(pre);
    cells.y1!.push(uniform() < 0.1 ? null : y1);
    cells.y2!.push(uniform() < (y1 > 0 ? 0.45 : 0.15) ? null : own + 0.8 * normal());
  }
  return cells;
}

const two = (
  treated: number,
  usual: number,
  outcome: (normal: () => number, treated: boolean) => number,
): Simulation['trial'] => {
  return (normal) => ({
    arm: people(treated + usual).map((i) => (i < treated ? 'peer' : 'usual')),
    y: people(treated + usual).map((i) => outcome(normal, i < treated)),
  });
};

/** Times to an event in two arms, some lost on the way. */
const times = (n: number, logRatio: number): Simulation['trial'] => {
  return (normal, uniform) => {
    const cells: Cells = { arm: [], pre: [], time: [], event: [] };
    for (const i of people(n)) {
      const pre = normal();
      const end = -Math.log(uniform()) / Math.exp(0.5 * pre + (i % 2 ? logRatio : 0));
      const lost = -3 * Math.log(uniform());
      cells.arm!.push(i % 2 ? 'peer' : 'usual');
      cells.pre!.push(pre);
      cells.time!.push(Math.min(end, lost));
      cells.event!.push(Number(end <= lost));
    }
    return cells;
  };
};
const watched = { time: 'time', event: 'event' };
/** Dunnett's limit of two arms against a control, 15 in each. */
const DUNNETT = dunnettQuantile(0.05, [Math.SQRT1_2, Math.SQRT1_2], 42);

/** An outcome that depends on a covariate and not on the arm; wide, 120 people. */
const alike = (outcome: (pre: number, uniform: () => number) => number): Simulation['trial'] => {
  return (normal, uniform) => {
    const pre = people(120).map(normal);
    return {
      arm: people(120).map((i) => (i % 2 ? 'peer' : 'usual')),
      pre,
      y: pre.map((own) => outcome(own, uniform)),
    };
  };
};

export const SIMULATIONS: readonly Simulation[] = [
  {
    name: 'Welch, 35 against 5',
    data: twoArms,
    asked: { method: 'welch', outcome: 'y' },
    trial: two(35, 5, (normal) => normal()),
  },
  {
    name: 'covariance analysis, HC3, 40 against 160, three times the spread',
    data: twoArms,
    asked: { method: 'ancova', outcome: 'y', covariates: ['pre'], errors: 'HC3' },
    trial(normal) {
      const pre = people(200).map(normal);
      return {
        arm: people(200).map((i) => (i < 40 ? 'peer' : 'usual')),
        pre,
        y: pre.map((own, i) => 0.6 * own + normal() * (i < 40 ? 3 : 1)),
      };
    },
  },
  clusters(
    'covariance analysis, CR2 with Satterthwaite, 10 clusters of 20',
    { method: 'ancova', outcome: 'y', covariates: ['pre'], errors: { cluster: 'cluster', type: 'CR2' } },
    10,
    20,
  ),
  clusters(
    'random intercept, Kenward-Roger, 12 clusters of 10',
    { method: 'mixed', outcome: 'y', covariates: ['pre'], random: [{ group: 'cluster' }] },
    12,
    10,
  ),
  {
    name: 'MMRM unstructured, Kenward-Roger, 12 people, 3 visits, dropout',
    data: repeated,
    asked: mmrm,
    trial: (normal, uniform) => visits(12, 3, normal, uniform, 0.1),
  },
  {
    name: 'MMRM unstructured, Kenward-Roger, 60 people, 4 visits, dropout',
    data: repeated,
    asked: mmrm,
    trial: (normal, uniform) => visits(60, 4, normal, uniform, 0.15),
  },
  {
    name: 'MMRM unstructured, Satterthwaite, 60 people, 4 visits, dropout',
    data: repeated,
    asked: { ...mmrm, df: 'satterthwaite' },
    trial: (normal, uniform) => visits(60, 4, normal, uniform, 0.15),
  },
  {
    name: 'imputed by arm, normal, 5 imputations, 200 people, a third lost by what was seen before',
    few: 15,
    data: twoArms,
    asked: {
      method: 'imputed',
      seed: 1,
      imputations: 5,
      turns: 3,
      impute: { y1: 'normal', y2: 'normal' },
      covariates: ['pre'],
      analysis: { method: 'ancova', outcome: 'y2', covariates: ['pre'] },
    },
    trial: (normal, uniform) => followedUp(200, normal, uniform),
  },
  {
    name: 'reference-based, missing at random, 5 imputations, 200 people',
    few: 15,
    data: twoArms,
    asked: {
      method: 'reference-based',
      strategy: 'mar',
      seed: 1,
      imputations: 5,
      turns: 5,
      outcome: ['y1', 'y2'],
      covariates: ['pre'],
    },
    trial: (normal, uniform) => followedUp(200, normal, uniform),
  },
  {
    name: 'bootstrap of a covariance analysis, BCa, 100 against 100',
    few: 15,
    data: twoArms,
    asked: { method: 'bootstrap', outcome: 'y', covariates: ['pre'], seed: 1, replicates: 1000 },
    trial(normal) {
      const pre = people(200).map(normal);
      return {
        arm: people(200).map((i) => (i % 2 ? 'peer' : 'usual')),
        pre,
        y: pre.map((own) => 0.6 * own + normal()),
      };
    },
  },
  partiallyNested(0, 1),
  partiallyNested(0.05, 1),
  partiallyNested(0.05, 1.3),
  partiallyNested(0.15, 1),
  {
    name: 'Hedges’ g, J apart, noncentral t, δ = 0.8, 9 against 15',
    data: twoArms,
    asked: { method: 'cohen', outcome: 'y' },
    truth: 0.8,
    trial: two(9, 15, (normal, treated) => normal() + (treated ? 0.8 : 0)),
  },
  {
    name: 'probability of superiority, 30 against 45, ties',
    data: twoArms,
    asked: { method: 'superiority', outcome: 'y' },
    truth: 0.5,
    trial: two(30, 45, (normal) => Math.round(2 * normal())),
  },
  {
    name: 'Brunner-Munzel, 15 against 25, ties, twice the spread',
    data: twoArms,
    asked: { method: 'brunner-munzel', outcome: 'y' },
    truth: 0.5,
    trial: two(15, 25, (normal, treated) => Math.round((treated ? 4 : 2) * normal())),
  },
  {
    name: 'Cox, 120 people, log hazard ratio 0.5, a quarter lost',
    data: twoArms,
    asked: { method: 'cox', ...watched, covariates: ['pre'] },
    truth: 0.5,
    trial: times(120, 0.5),
  },
  {
    name: 'Cox with robust errors, 200 people',
    data: twoArms,
    asked: { method: 'cox', ...watched, covariates: ['pre'], errors: 'robust' },
    trial: times(200, 0),
  },
  {
    name: 'restricted mean time, 200 people',
    data: twoArms,
    asked: { method: 'restricted-mean', ...watched, until: 1.5 },
    trial: times(200, 0),
  },
  clusters(
    'estimating equations, Kauermann-Carroll, 12 clusters of 10',
    { method: 'gee', outcome: 'y', covariates: ['pre'], cluster: 'cluster', errors: 'kauermann-carroll' },
    12,
    10,
  ),
  {
    name: 'negative binomial counts, θ = 2, 60 against 60',
    data: twoArms,
    asked: { method: 'count', outcome: 'y', covariates: ['pre'] },
    trial: alike((pre, uniform) => poissonQuantile(uniform(), Math.exp(1 + 0.3 * pre) * gammaQuantile(uniform(), 2, 2))),
  },
  {
    name: 'proportional odds, four categories, 60 against 60',
    data: twoArms,
    asked: { method: 'proportional-odds', outcome: 'y', covariates: ['pre'] },
    trial: alike((pre, uniform) => {
      const feeling = pre + Math.log(1 / uniform() - 1);
      return feeling < -1 ? 0 : feeling < 0.5 ? 1 : feeling < 2 ? 2 : 3;
    }),
  },
  {
    name: 'studentised permutation, 12 against 24, twice the spread: p at most 0.05',
    data: twoArms,
    asked: { method: 'permutation', outcome: 'y', permutations: 400, seed: 1 },
    missed: ({ p }) => p! <= 0.05,
    trial: two(12, 24, (normal, treated) => (treated ? 2 : 1) * normal()),
  },
  {
    // The t statistics are those of one-way analysis; the limit is looked up once.
    name: 'Dunnett, two arms and a control, 15 in each: either interval misses',
    data: twoArms,
    asked: { method: 'oneway', outcome: 'y' },
    missed: ({ contrasts }) => contrasts.some((own) => Math.abs(own.estimate) > DUNNETT * own.standardError!),
    trial: (normal) => ({ arm: people(45).map((i) => ['usual', 'peer', 'group'][i % 3]!), y: people(45).map(normal) }),
  },
];

/** How often, over so many trials, the truth was outside the interval, and how many trials had no answer. */
export function simulate(
  { name, data, asked, truth = 0, missed, trial }: Simulation,
  trials: number,
): { outside: number; refused: number } {
  const uniform = seedrandom(name);
  const normal = () => normalQuantile(uniform());
  let outside = 0;
  let refused = 0;
  for (let k = 0; k < trials; k++) {
    // Draws of a seed of their own in each trial: the same ones throughout would be one lucky or unlucky set, not chance.
    const question = asked.seed === undefined ? { ...asked } : { ...asked, seed: k };
    const answer = runAnalyses({ data, analyses: [question] }, frameOf(trial(normal, uniform))).estimates[0]!;
    if ('refused' in answer) refused += 1;
    else if (missed) outside += Number(missed(answer as Found));
    else {
      const { lower, upper } = (answer as Found).interval!;
      if (truth < lower || truth > upper) outside += 1;
    }
  }
  return { outside, refused };
}
