import { SIMULATIONS, simulate } from './support/simulations';

// 10,000 trials of the slowest take some minutes.
jest.setTimeout(1_800_000);

const full = process.env.LODTRAEK_FULL !== undefined;
const usual = full ? 10_000 : 50;

/**
 * The interval misses the truth one time in twenty, which for these analyses is the type I error, too: they move with the effect. The short
 * run catches what is badly wrong; the long one is the table in analysis/methods/calibration.md.
 */
describe(`over ${usual} simulated trials, fewer where they take long`, () => {
  it.each(SIMULATIONS)('$name: the interval misses the truth one time in twenty', (simulation) => {
    const trials = full ? usual : (simulation.few ?? usual);
    const { outside, refused } = simulate(simulation, trials);
    const answered = trials - refused;
    const share = outside / answered;
    if (full) process.stdout.write(`| ${simulation.name} | ${(100 * share).toFixed(2)} % | ${refused} |\n`);
    expect(refused).toBeLessThan(0.02 * trials + 1);
    const error = Math.sqrt((0.05 * 0.95) / answered);
    expect(Math.abs(share - 0.05)).toBeLessThan(4 * error);
  });
});
