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

/** So little of the urn's further immigrations is left out. */
const NEGLIGIBLE = 1e-12;

/**
 * The drop-the-loser urn: a drawn ball is the arm and leaves; the immigration ball goes back and brings `immigration` sets of the ratio.
 * How many sets came before the draw is part of where it leads; in `weights` they are summed over. The balls are the whole state: what was drawn
 * is what the sets brought less what is left.
 */
export function dropTheLoser(arms: readonly ArmShare[], immigration: number): Law<readonly number[]> {
  const ratios = arms.map(({ ratio }) => ratio);
  const refills = (held: readonly number[]): { balls: number[]; share: number }[] => {
    const found: { balls: number[]; share: number }[] = [];
    let balls = [...held];
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
    start: [{ state: ratios, share: 1 }],
    weights: (state) => {
      const paths = refills(state);
      const chances = ratios.map((_, arm) => paths.reduce((sum, { balls, share }) => sum + share * chanceIn(balls, arm), 0));
      return wholeNumbers(chances);
    },
    next: (state, arm) => {
      const paths = refills(state)
        .map(({ balls, share }) => ({ balls, share: share * chanceIn(balls, arm) }))
        .filter(({ share }) => share > 0);
      const all = paths.reduce((sum, { share }) => sum + share, 0);
      return paths.map(({ balls, share }): Branch<readonly number[]> => ({
        state: balls.map((count, index) => (index === arm ? count - 1 : count)),
        share: share / all,
      }));
    },
    key: (balls) => balls.join(),
    tally: (balls) => {
      const sets = Math.max(...balls.map((count, index) => Math.ceil(count / ratios[index]!)));
      return balls.map((count, index) => sets * ratios[index]! - count);
    },
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
