import type { ArmShare } from '../../model/scheme';
import { countingLaw } from './counting';
import { coinOf, type Branch, type Law } from './law';

/** Wei: P(first) = (w + alpha a + beta b) / (2w + (alpha + beta) n); a fair coin from an empty urn. */
export function weiUrn(w: number, alpha: number, beta: number): Law<readonly number[]> {
  return countingLaw(2, ([a, b]) => {
    const weights = [w + alpha * a! + beta * b!, w + alpha * b! + beta * a!];
    return weights[0]! + weights[1]! === 0 ? [1, 1] : weights;
  });
}

/** Smith: the chances are as the powers rho of the other arm's count; rho 1 is Wei's urn (0, 0, 1), rho 2 Atkinson's without covariates. */
export function smith(rho: number): Law<readonly number[]> {
  return countingLaw(2, ([a, b]) => {
    if (a === 0 && b === 0) return [1, 1];
    if (Number.isInteger(rho)) return [BigInt(b!) ** BigInt(rho), BigInt(a!) ** BigInt(rho)];
    // As a share of the larger count, so that no power overflows.
    const most = Math.max(a!, b!);
    const [first, second] = [(b! / most) ** rho, (a! / most) ** rho];
    return coinOf(first / (first + second));
  });
}

/** Zhao and Weng's block urn: lambda minimal blocks, of which a full set goes back once it has been drawn. Equal arms, any number. */
export function blockUrn(arms: number, lambda: number): Law<readonly number[]> {
  return countingLaw(arms, (counts) => {
    const sets = Math.min(...counts);
    return counts.map((count) => lambda + sets - count);
  });
}

/** Zhao's mass-weighted urn: an arm's mass is what it is owed and alpha shares more, never below nought. Equal arms, any number. */
export function massWeightedUrn(arms: number, alpha: number): Law<readonly number[]> {
  return countingLaw(arms, (counts) => {
    const n = counts.reduce((total, count) => total + count, 0);
    return counts.map((count) => Math.max(alpha + n - arms * count, 0));
  });
}

/** What the drop-the-loser urn holds beside its one immigration ball, and what was drawn. */
export interface DropUrn {
  balls: readonly number[];
  counts: readonly number[];
}

/** So little of the urn's further immigrations is left out. */
const NEGLIGIBLE = 1e-12;

/**
 * The drop-the-loser urn: a drawn ball is the arm and leaves; the immigration ball goes back and brings `immigration` sets of the ratio.
 * How many sets came before the draw is part of where it leads; in `weights` they are summed over.
 */
export function dropTheLoser(arms: readonly ArmShare[], immigration: number): Law<DropUrn> {
  const ratios = arms.map(({ ratio }) => ratio);
  const refills = (state: DropUrn): { balls: number[]; share: number }[] => {
    const found: { balls: number[]; share: number }[] = [];
    let balls = [...state.balls];
    let reached = 1;
    while (reached > NEGLIGIBLE) {
      const total = balls.reduce((sum, count) => sum + count, 0);
      found.push({ balls, share: (reached * total) / (total + 1) });
      reached /= total + 1;
      balls = balls.map((count, index) => count + immigration * ratios[index]!);
    }
    return found;
  };
  const chanceIn = (balls: readonly number[], arm: number) => {
    const total = balls.reduce((sum, count) => sum + count, 0);
    return total === 0 ? 0 : balls[arm]! / total;
  };
  return {
    start: [{ state: { balls: ratios, counts: ratios.map(() => 0) }, share: 1 }],
    weights: (state) => {
      const paths = refills(state);
      const chances = ratios.map((_, arm) => paths.reduce((sum, { balls, share }) => sum + share * chanceIn(balls, arm), 0));
      return wholeNumbers(chances);
    },
    next: (state, arm) => {
      const counts = state.counts.map((count, index) => (index === arm ? count + 1 : count));
      const paths = refills(state)
        .map(({ balls, share }) => ({ balls, share: share * chanceIn(balls, arm) }))
        .filter(({ share }) => share > 0);
      const all = paths.reduce((sum, { share }) => sum + share, 0);
      return paths.map(({ balls, share }): Branch<DropUrn> => ({
        state: { balls: balls.map((count, index) => (index === arm ? count - 1 : count)), counts },
        share: share / all,
      }));
    },
    key: ({ balls, counts }) => `${balls.join()}:${counts.join()}`,
    tally: ({ counts }) => counts,
  };
}

/** Chances as whole numbers out of 2^32, the rounding left to the likeliest. */
function wholeNumbers(chances: readonly number[]): number[] {
  const weights = chances.map((chance) => coinOf(chance)[0]);
  const lacking = 2 ** 32 - weights.reduce((sum, weight) => sum + weight, 0);
  const likeliest = weights.indexOf(Math.max(...weights));
  weights[likeliest] = weights[likeliest]! + lacking;
  return weights;
}
