// How fast lots are simulated, drawn again and remembered, each beside a bare loop of the same run: a kernel is as slow as the machine it runs on.
// A cell of run.mjs; alone: node test/benchmark/lottery.cjs.
const { join } = require('node:path');

const built = (path) => require(join(__dirname, '..', '..', 'dist', 'protocols', 'randomisation', path));
const { characteristicsOf, USUAL } = built('characteristics/characteristics.js');
const { randomFrom, share } = built('characteristics/random.js');
const { replayOf } = built('inference/replays.js');
const { differenceOf } = built('inference/statistic.js');
const { memoryOf } = built('memory.js');

const arms = (...ratios) => ratios.map((ratio, index) => ({ id: 'ABC'[index], ratio }));
const pair = arms(1, 1);
const factor = (id) => ({ id, levels: ['0', '1'], weight: 1 });
const factors = ['f', 'g', 'h', 'i'].map(factor);
const minimisation = (measure, among = pair) => ({ method: 'minimisation', arms: among, factors, measure, p: [4, 5], burnIn: 0 });
const blocks = (sizes) => ({ method: 'permuted-blocks', arms: pair, sizes });
const optimal = { method: 'optimal', arms: pair, factors: factors.slice(0, 2), covariates: ['age'], burnIn: 0 };

/** Seconds that the work takes once it is warm: the best of three, so that a neighbour's turn is not counted. */
function seconds(work) {
  work();
  return Math.min(
    ...[1, 2, 3].map(() => {
      const began = performance.now();
      work();
      return (performance.now() - began) / 1000;
    }),
  );
}

const N = 200;
const REPLICATES = 50_000;

/** One addition and one random number for each draw: what any loop over as many draws costs at least. */
function bareLoop(draws) {
  const random = randomFrom(1);
  let sum = 0;
  return seconds(() => {
    for (let i = 0; i < draws; i += 1) sum += random();
    return sum;
  });
}

function line(name, rate, unit, wanted, ratio) {
  const wish = wanted === null ? '' : `  wanted ${wanted.toExponential(0)}`;
  console.log(
    `  ${name.padEnd(46)}${rate.toExponential(1).padStart(9)} ${unit.padEnd(12)}${ratio.toFixed(1).padStart(7)}${wish}`,
  );
}

function benchReplays() {
  console.log('\nLots drawn again                                  a second              times bare');
  const random = randomFrom(2);
  const given = new Uint8Array(N);
  const stratum = Int32Array.from({ length: N }, (_, i) => i % 4);
  const outcome = Float64Array.from({ length: N }, () => share(random));
  const bare = bareLoop(N * REPLICATES);
  for (const sizes of [[4], [4, 6]]) {
    const replay = replayOf(blocks(sizes), { stratum, strata: 4, profiles: [] });
    replay(random, given);
    const statistic = differenceOf({ outcome, stratum, strata: 4 }, Float64Array.from(given), 0, 1);
    const spent = seconds(() => {
      for (let i = 0; i < REPLICATES; i += 1) {
        replay(random, given);
        statistic(given);
      }
    });
    line(`replicates of ${N}, 4 strata, blocks ${sizes.join(' and ')}`, REPLICATES / spent, 'replicates', 5e4, spent / bare);
  }
  const profiles = Array.from({ length: N }, () => ({
    levels: Object.fromEntries(factors.map(({ id }) => [id, share(random) < 0.5 ? '0' : '1'])),
  }));
  for (const measure of ['range', 'variance']) {
    const replay = replayOf(minimisation(measure), { stratum, strata: 1, profiles });
    const spent = seconds(() => {
      for (let i = 0; i < REPLICATES; i += 1) replay(random, given);
    });
    line(`minimised by ${measure}, 4 factors`, (N * REPLICATES) / spent, 'allocations', 5e6, spent / bare);
  }
}

function benchCharacteristics() {
  console.log('\nCharacteristics of 10,000 trials of 300          seconds   times bare');
  const bare = bareLoop(3_000_000);
  for (const [name, scheme] of [
    ['minimisation, two arms, range', minimisation('range')],
    ['minimisation, three arms, variance', minimisation('variance', arms(1, 1, 1))],
    ['minimisation, 2 : 1, range', minimisation('range', arms(2, 1))],
    ['Hu and Hu', { ...minimisation('range'), method: 'hu-hu', overall: 1, stratum: 1 }],
    ['D_A-optimal, two factors and a number', optimal],
    ['drop-the-loser, three arms', { method: 'drop-the-loser', arms: arms(1, 1, 1), immigration: 1 }],
  ]) {
    const began = performance.now();
    const { method } = characteristicsOf(scheme, { ...USUAL, n: 300, trials: 10_000 });
    const spent = (performance.now() - began) / 1000;
    console.log(`  ${name.padEnd(44)}${spent.toFixed(2).padStart(8)}${(spent / bare).toFixed(0).padStart(10)}   ${method}`);
  }
}

/** A long stratum: the last thousand draws beside the first, from the seed, as the allocator and the verifier make them. */
function benchLongTrials(people = 20_000) {
  console.log(`\nA stratum of ${people} drawn one by one           all, s   first 1,000, ms   last 1,000, ms`);
  const seed = new Uint8Array(32).fill(7);
  for (const [name, scheme] of [
    ['permuted blocks of 4 and 6', blocks([4, 6])],
    ['big stick', { method: 'big-stick', arms: pair, tolerance: 3 }],
    ['minimisation, two arms', minimisation('variance')],
    ['minimisation, 2 : 1', minimisation('variance', arms(2, 1))],
    ['D_A-optimal', optimal],
  ]) {
    const memory = memoryOf(scheme, { trial: 't', scheme: 's', stratum: '' });
    const took = [];
    const began = performance.now();
    for (let person = 0; person < people; person += 1) {
      const at = performance.now();
      const levels = Object.fromEntries(factors.map(({ id }, f) => [id, String((person >> f) & 1)]));
      const profile = { levels, covariates: { age: 20 + ((person * 7) % 50) } };
      const { arm } = memory.draw(seed, profile);
      memory.remember(seed, { ...profile, arm });
      took.push(performance.now() - at);
    }
    const all = (performance.now() - began) / 1000;
    const sum = (from, to) => took.slice(from, to).reduce((total, one) => total + one, 0);
    const [first, last] = [sum(0, 1000), sum(people - 1000, people)];
    console.log(
      `  ${name.padEnd(40)}${all.toFixed(1).padStart(8)}${first.toFixed(0).padStart(18)}${last.toFixed(0).padStart(17)}`,
    );
  }
}

benchReplays();
benchCharacteristics();
benchLongTrials();
