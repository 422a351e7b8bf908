import type { ArmShare } from '../../model/scheme';
import { probabilitiesOf, type Law } from '../methods/law';

/** One draw of a stratum: the states before it with their chances, and the edges to those after it. */
export interface Step {
  /** Chance of each state before the draw. */
  reached: Float64Array;
  /** chances[state · arms + arm]. */
  chances: Float64Array;
  /** Signed imbalance of each state, see `imbalanceOf`. */
  imbalance: Float64Array;
  /** Edges: from a state, by an arm, to a state of the next step, with the arm's chance times the branch's. */
  from: Int32Array;
  arm: Uint8Array;
  to: Int32Array;
  share: Float64Array;
}

/** A law too large to be followed through every state. */
export interface TooLarge {
  tooLarge: true;
}

const MOST_EDGES = 1_500_000;

/**
 * Follows a law through every state that n draws can reach, merging those that behave alike.
 * @returns n + 1 steps, the last one without edges, or `TooLarge` beyond a million and a half edges.
 */
export function unfold(law: Law<unknown>, arms: readonly ArmShare[], n: number): Step[] | TooLarge {
  let states = law.start.map(({ state }) => state);
  let reached: Float64Array = Float64Array.from(law.start, ({ share }) => share);
  const steps: Step[] = [];
  let edges = 0;
  for (let draw = 0; draw <= n; draw += 1) {
    const chances = new Float64Array(states.length * arms.length);
    states.forEach((state, place) => chances.set(probabilitiesOf(law.weights(state)), place * arms.length));
    const imbalance = Float64Array.from(states, (state) => imbalanceOf(arms, law.tally(state)));
    const step = { reached, chances, imbalance, ...none };
    steps.push(step);
    if (draw === n) break;
    const after = follow(law, states, chances, arms.length);
    edges += after.from.length;
    if (edges > MOST_EDGES) return { tooLarge: true };
    steps[draw] = { ...step, from: after.from, arm: after.arm, to: after.to, share: after.share };
    reached = push(steps[draw]!, reached, after.states.length);
    states = after.states;
  }
  return steps;
}

/**
 * How far the arms are from the ratio: for two arms first / its ratio − second / its ratio (D = N_A − N_B for equal arms); for more, the
 * widest such difference.
 */
export function imbalanceOf(arms: readonly ArmShare[], tally: readonly number[]): number {
  const shares = tally.map((count, index) => count / arms[index]!.ratio);
  return arms.length === 2 ? shares[0]! - shares[1]! : Math.max(...shares) - Math.min(...shares);
}

/** Moves a measure over the states before a step to the states after it. */
export function push({ from, to, share }: Step, measure: Float64Array, states: number): Float64Array {
  const after = new Float64Array(states);
  for (let edge = 0; edge < from.length; edge += 1) after[to[edge]!]! += measure[from[edge]!]! * share[edge]!;
  return after;
}

const none = { from: new Int32Array(0), arm: new Uint8Array(0), to: new Int32Array(0), share: new Float64Array(0) };

function follow(law: Law<unknown>, states: readonly unknown[], chances: Float64Array, arms: number) {
  const places = new Map<string | number, number>();
  const found: unknown[] = [];
  const from: number[] = [];
  const arm: number[] = [];
  const to: number[] = [];
  const share: number[] = [];
  states.forEach((state, place) => {
    for (let drawn = 0; drawn < arms; drawn += 1) {
      const chance = chances[place * arms + drawn]!;
      if (chance === 0) continue;
      for (const branch of law.next(state, drawn)) {
        const key = law.key(branch.state);
        let target = places.get(key);
        if (target === undefined) {
          target = found.length;
          places.set(key, target);
          found.push(branch.state);
        }
        from.push(place);
        arm.push(drawn);
        to.push(target);
        share.push(chance * branch.share);
      }
    }
  });
  return {
    states: found,
    from: Int32Array.from(from),
    arm: Uint8Array.from(arm),
    to: Int32Array.from(to),
    share: Float64Array.from(share),
  };
}
