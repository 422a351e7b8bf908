// A trial's whole plan as the server reckons it: 30 outcomes at 4 waves, 2,000 people, in a thread of its own, with how long the event loop
// stood still meanwhile. npm run bench runs it with the rest; alone: node test/benchmark/plan.cjs (after npm run build).
const { readFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { join, resolve } = require('node:path');
const seedrandom = require('seedrandom');

const ROOT = resolve(__dirname, '../..');
const { reckon } = require(join(ROOT, 'dist/server/results/effect-job.js'));
const { instrumentOf } = require(join(ROOT, 'dist/protocols/instruments/registry.js'));
const { codesOf } = require(join(ROOT, 'dist/protocols/rules/score.js'));

const PEOPLE = 2000;
const OUTCOMES = 30;
const WAVES = 4;
const WANTED = 10_000;
const INSTRUMENTS = ['qpr-15', 'who-5', 't-ils'];

const own = JSON.parse(readFileSync(join(ROOT, 'protocols/trials/peer-simulated/1.0.0.json'), 'utf8'));
const [baseline, end] = [own.waves.find(({ before }) => before), own.waves.find(({ before }) => !before)];
const later = Array.from({ length: WAVES }, (_, k) => ({ ...end, id: `w${k + 1}` }));
const protocol = {
  ...own,
  waves: [baseline, ...later],
  outcomes: Array.from({ length: OUTCOMES }, (_, k) => ({
    ...own.outcomes[0],
    id: `o${k}`,
    role: k === 0 ? 'primary' : 'secondary',
    score: `${INSTRUMENTS[k % 3]}.total`,
    wave: later[WAVES - 1].id,
  })),
  analysis: { ...own.analysis, model: 'mmrm', missing: 'likelihood', estimands: [] },
};

const draw = seedrandom('plan');
const DRAWN = Date.UTC(2026, 0, 1, 12);
const at = (days) => new Date(DRAWN + days * 86_400_000).toISOString();
const people = Array.from({ length: PEOPLE }, (_, k) => ({
  participant: `p${k}`,
  version: own.version,
  site: own.sites[k % own.sites.length].id,
  arm: own.arms[Math.floor(k / 2) % 2].id,
  cohort: `c${Math.floor(k / 24)}`,
  at: at(0),
  level: draw(),
  gone: draw() < 0.3 ? 1 + Math.floor(draw() * WAVES) : WAVES + 1,
}));
const responses = [];
for (const { participant, level, gone, arm } of people)
  [baseline, ...later].forEach(({ id: wave }, place) => {
    if (place >= gone && place > 0) return;
    for (const instrument of INSTRUMENTS)
      for (const item of instrumentOf(instrument).items) {
        const codes = codesOf(instrumentOf(instrument), item);
        const wish = 0.6 * level + 0.4 * draw() + (arm === 'peer' ? 0.02 * place : 0);
        const code = codes[Math.min(codes.length - 1, Math.floor(wish * codes.length))];
        responses.push({ participant, wave, instrument, item: item.id, code, blank: null, late: false, at: at(30 * place - 5) });
      }
  });
const rows = {
  allocations: people.map(({ participant, version, site, arm, cohort, at: drawnAt }) => ({
    participant,
    version,
    site,
    arm,
    cohort,
    at: drawnAt,
  })),
  groups: [],
  leavings: [],
  mishaps: [],
  households: [],
  responses,
  submissions: [],
  changes: [],
  screenings: [],
  unblindings: [],
  withheld: [],
};
const draws = people.map(({ participant, site, arm }) => ({ participant, site, arm, scheme: 'main', stratum: `site=${site}` }));

(async () => {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const times = [];
  let told = 0;
  for (let turn = 0; turn < 3; turn += 1) {
    const job = { protocol, versions: [{ version: own.version, protocol }], rows, draws, cutoff: 1 };
    const began = performance.now();
    const reckoning = reckon(job, () => (told += 1));
    // What is handed to the thread is copied once; what counts is that nobody waits after that.
    const handed = performance.now();
    delay.reset();
    delay.enable();
    const { outcomes } = await reckoning;
    delay.disable();
    if (outcomes.length !== OUTCOMES || outcomes.some(({ row }) => row.refused)) throw new Error('an outcome was refused');
    times.push([performance.now() - began, handed - began, delay.max / 1e6]);
  }
  const [total, copied, still] = [0, 1, 2].map((k) => times.map((one) => one[k]).sort((a, b) => a - b)[1]);
  if (told !== 3 * OUTCOMES) throw new Error(`progress was told ${told} times`);
  console.log('\nA trial’s whole plan                 wanted     ours');
  console.log(
    `  ${`${OUTCOMES} outcomes x ${WAVES} waves, ${PEOPLE} people, ms`.padEnd(46)} ${String(WANTED).padStart(6)} ${total.toFixed(0).padStart(8)}`,
  );
  console.log(`  ${'  of it handing over, the event loop busy'.padEnd(46)} ${''.padStart(6)} ${copied.toFixed(0).padStart(8)}`);
  console.log(
    `  ${'  longest the event loop stood still after it'.padEnd(46)} ${''.padStart(6)} ${still.toFixed(1).padStart(8)}`,
  );
})();
