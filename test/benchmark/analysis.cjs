// Our statistics against R where it is installed, else against R's stored figures; medians of five.
// npm run bench runs it with the rest; alone: node test/benchmark/analysis.cjs (after npm run build).
const { execFileSync } = require('node:child_process');
const { readFileSync, writeFileSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const seedrandom = require('seedrandom');

const ROOT = resolve(__dirname, '../..');
const { readFrame } = require(join(ROOT, 'dist/analysis/data/frame.js'));
const { runAnalyses } = require(join(ROOT, 'dist/analysis/analyses/run.js'));
const { normalQuantile } = require(join(ROOT, 'dist/analysis/numeric/distributions.js'));
const reference = (name) => readFileSync(join(ROOT, 'test/analysis/reference/data', name), 'utf8');

/** Repeated measures of a trial: correlated visits, an effect that grows, some missing. */
function repeated(people, visits, outcomes = 1) {
  const draw = seedrandom(`bench ${people}`);
  const normal = () => normalQuantile(draw());
  const rows = [];
  for (let i = 0; i < people; i += 1) {
    const own = normal();
    const pre = own + normal();
    const gone = draw() < 0.3 ? 1 + Math.floor(draw() * visits) : visits + 1;
    for (let v = 1; v <= visits; v += 1) {
      const ys = Array.from({ length: outcomes }, () => (v >= gone ? '' : (own + 0.1 * v * (i % 2) + normal()).toFixed(4)));
      rows.push([i, i % 2 ? 'peer' : 'usual', v, pre.toFixed(4), draw() < 0.5 ? 'north' : 'south', ...ys].join(','));
    }
  }
  const names = Array.from({ length: outcomes }, (_, k) => (outcomes === 1 ? 'y' : `y${k}`));
  return [['id', 'arm', 'visit', 'pre', 'site', ...names].join(','), ...rows].join('\n');
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds of answering, the file being read; the median of five after two seconds of warming (R is compiled, too). */
function ours(csv, file) {
  const times = [];
  const warm = performance.now() + 2000;
  while (times.length < 5) {
    const frame = readFrame(csv);
    const began = performance.now();
    const { estimates } = runAnalyses(file, frame);
    if (began > warm) times.push(performance.now() - began);
    const refused = estimates.find((estimate) => estimate.refused);
    if (refused) throw new Error(`${refused.id}: ${refused.detail}`);
  }
  return median(times);
}

/** Milliseconds R takes for an expression on the same file, the median of `turns`; null without R. */
function inR(csv, expression, turns = 5) {
  const folder = mkdtempSync(join(tmpdir(), 'lodtraek-bench-r-'));
  try {
    writeFileSync(join(folder, 'd.csv'), csv);
    const script = `suppressMessages({library(nlme);library(survival)}); d<-read.csv("d.csv",na.strings=c("NA","")); t<-replicate(${turns},{s<-proc.time()[[3]]; ${expression}; proc.time()[[3]]-s}); cat(1000*median(t))`;
    return Number(
      execFileSync('Rscript', ['-e', script], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 300_000,
      }),
    );
  } catch {
    // No R, or not its packages: the bench stands without.
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Times to an event of a trial with three covariates, a third lost on the way; days, so that many tie. */
function timed(people) {
  const draw = seedrandom(`cox ${people}`);
  const rows = [];
  for (let i = 0; i < people; i += 1) {
    const [x, z, w] = [normalQuantile(draw()), normalQuantile(draw()), draw() < 0.4 ? 1 : 0];
    const end = -500 * Math.log(draw()) * Math.exp(-0.3 * x + 0.2 * z - 0.2 * w - 0.25 * (i % 2));
    const lost = -1000 * Math.log(draw());
    const row = [i, i % 2 ? 'peer' : 'usual', Math.ceil(Math.min(end, lost)), end <= lost ? 1 : 0, x.toFixed(4), z.toFixed(4), w];
    rows.push(row.join(','));
  }
  return ['id,arm,days,died,x,z,w', ...rows].join('\n');
}

/** The sums that a search for Cox's coefficients cannot do without, in bare loops: six passes over rows sorted once, no ties, no checks. */
function bareCox(csv) {
  const rows = csv.split('\n').slice(1);
  const n = rows.length;
  const time = new Float64Array(n);
  const x = new Float64Array(4 * n);
  rows.forEach((row, i) => {
    const cells = row.split(',');
    time[i] = Number(cells[2]);
    x.set([Number(cells[1] === 'peer'), Number(cells[4]), Number(cells[5]), Number(cells[6])], 4 * i);
  });
  return () => {
    const order = Int32Array.from(time, (_, i) => i).sort((a, b) => time[b] - time[a]);
    let sum = 0;
    for (let turn = 0; turn < 6; turn += 1) {
      const s = new Float64Array(15);
      for (let k = 0; k < n; k += 1) {
        const at = 4 * order[k];
        const w = Math.exp(0.1 * (x[at] + x[at + 1] + x[at + 2] + x[at + 3]));
        s[0] += w;
        for (let j = 0, q = 5; j < 4; j += 1) {
          s[j + 1] += w * x[at + j];
          for (let l = j; l < 4; l += 1, q += 1) s[q] += w * x[at + j] * x[at + l];
        }
        for (let j = 1; j < 15; j += 1) sum += s[j] / s[0];
      }
    }
    return sum;
  };
}

/** A wide file of the same people. */
function wide(people, visits) {
  const draw = seedrandom(`bench wide ${people}`);
  const normal = () => normalQuantile(draw());
  const rows = Array.from({ length: people }, (_, i) => {
    const own = normal();
    const gone = draw() < 0.35 ? 1 + Math.floor(draw() * visits) : visits + 1;
    const ys = Array.from({ length: visits }, (__, k) =>
      k + 1 >= gone ? '' : (own + 0.1 * (k + 1) * (i % 2) + normal()).toFixed(4),
    );
    return [i, i % 2 ? 'peer' : 'usual', draw() < 0.5 ? 'north' : 'south', (own + normal()).toFixed(4), ...ys].join(',');
  });
  return [['id', 'arm', 'site', 'pre', ...Array.from({ length: visits }, (_, k) => `y${k + 1}`)].join(','), ...rows].join('\n');
}

/** So many normal equations of n rows and p columns, formed in bare loops and nothing done with them. */
const normalEquations = (fits, n, p) => {
  const x = Float64Array.from({ length: n * p }, (_, i) => Math.sin(i));
  return () => {
    let sum = 0;
    for (let fit = 0; fit < fits; fit += 1) {
      const sums = new Float64Array(p * p);
      for (let i = 0; i < n; i += 1) {
        for (let a = 0; a < p; a += 1) {
          const own = x[i * p + a] * (1 + (fit & 1));
          for (let b = 0; b <= a; b += 1) sums[a * p + b] += own * x[i * p + b];
        }
      }
      sum += sums[0];
    }
    return sum;
  };
};

/** Milliseconds of a bare loop, the median of five after as long a warming. */
function bareOf(loop) {
  const times = [];
  for (let k = 0; k < 10; k += 1) {
    const began = performance.now();
    loop();
    if (k >= 5) times.push(performance.now() - began);
  }
  return median(times);
}

const GLS = (outcome, fixed, id, visit) =>
  `d<-d[!is.na(d$${outcome}),]; d$v<-factor(d$${visit}); d$vn<-as.integer(d$v); gls(${outcome}~${fixed}+v*arm,d,correlation=corSymm(form=~vn|${id}),weights=varIdent(form=~1|v))`;

const data = { participant: 'id', arm: 'arm', control: 'usual', visit: 'visit' };
const mmrm = { method: 'mmrm', outcome: 'y', covariates: ['pre'], factors: ['site'], df: 'kenward-roger' };
const btheb = { participant: 'id', arm: 'treatment', control: 'TAU', visit: 'month' };

const people = { participant: 'id', arm: 'arm', control: 'usual' };
const ancova = { method: 'ancova', outcome: 'y4', covariates: ['pre'], factors: ['site'] };
const imputed = (model) => ({
  method: 'imputed',
  seed: 1,
  imputations: 20,
  turns: 5,
  impute: { y1: model, y2: model, y3: model, y4: model },
  covariates: ['pre'],
  factors: ['site'],
  analysis: ancova,
});

const CASES = [
  {
    name: 'MMRM, Beat the Blues, Kenward-Roger',
    want: 10,
    csv: () => reference('btheb_long.csv'),
    file: { data: btheb, analyses: [{ method: 'mmrm', outcome: 'bdi', covariates: ['bdi_pre'], factors: ['drug', 'length'] }] },
    r: `d$arm<-d$treatment; ${GLS('bdi', 'bdi_pre+drug+length', 'id', 'month')}`,
  },
  {
    name: 'MMRM unstructured 2,000 x 4, Kenward-Roger',
    want: 1000,
    csv: () => repeated(2000, 4),
    file: { data, analyses: [mmrm] },
    r: GLS('y', 'pre+site', 'id', 'visit'),
    turns: 1,
    stored: "R's gls: about 10,000 ms",
  },
  {
    name: 'imputation 20 x 5 turns, 1,000 x 4, and pooling',
    want: 1000,
    csv: () => wide(1000, 4),
    file: { data: people, analyses: [imputed('normal')] },
    // By arm, for every visit, turn and imputation one regression of 500 people on six columns.
    bare: () => normalEquations(20 * 5 * 4 * 2, 500, 7),
    r: `suppressMessages(library(mice)); g<-split(d[,-1],d$arm); lapply(g,function(x) mice(x[,-1],m=20,maxit=5,method='norm',printFlag=FALSE))`,
    turns: 1,
  },
  {
    name: 'the same by predictive mean matching',
    want: 1000,
    csv: () => wide(1000, 4),
    file: { data: people, analyses: [imputed('pmm')] },
    bare: () => normalEquations(20 * 5 * 4 * 2, 500, 7),
  },
  {
    name: 'jump to reference, 20 x 100 turns, 1,000 x 4',
    want: 1500,
    csv: () => wide(1000, 4),
    file: {
      data: people,
      analyses: [
        {
          method: 'reference-based',
          strategy: 'jump-to-reference',
          seed: 1,
          outcome: ['y1', 'y2', 'y3', 'y4'],
          covariates: ['pre'],
        },
      ],
    },
  },
  {
    name: '1,000 bootstrap covariance analyses, 1,000 people',
    want: 200,
    csv: () => wide(1000, 1),
    file: { data: people, analyses: [{ ...ancova, outcome: 'y1', method: 'bootstrap', seed: 1, replicates: 1000 }] },
    bare: () => normalEquations(1000, 1000, 5),
    r: `d<-d[!is.na(d$y1),]; d$arm<-factor(d$arm); d$site<-factor(d$site); X<-model.matrix(~arm+pre+site,d); g<-split(seq_len(nrow(d)),d$arm); replicate(1000,{i<-unlist(lapply(g,function(k) sample(k,replace=TRUE))); .lm.fit(X[i,],d$y1[i])$coefficients[2]})`,
    turns: 1,
  },
  {
    name: 'plan of 30 outcomes x 4 visits, 2,000 people',
    want: 10_000,
    csv: () => repeated(2000, 4, 30),
    file: { data, analyses: Array.from({ length: 30 }, (_, k) => ({ ...mmrm, outcome: `y${k}` })) },
  },
  {
    name: 'Cox, 10,000 rows, three covariates, ties',
    want: 50,
    csv: () => timed(10_000),
    file: {
      data: { participant: 'id', arm: 'arm', control: 'usual' },
      analyses: [{ method: 'cox', time: 'days', event: 'died', covariates: ['x', 'z', 'w'] }],
    },
    r: 'm<-coxph(Surv(days,died)~arm+x+z+w,d); cox.zph(m)',
    bare: bareCox,
  },
  {
    name: '10,000 permutation t-tests, 200 people',
    want: 100,
    csv: () => timed(200),
    file: {
      data: { participant: 'id', arm: 'arm', control: 'usual' },
      analyses: [{ method: 'permutation', outcome: 'x', permutations: 10_000 }],
    },
    r: 'y<-d$x; k<-sum(d$arm=="peer"); p<-replicate(10000,{i<-sample.int(length(y),k); a<-y[i]; b<-y[-i]; (mean(a)-mean(b))/sqrt(var(a)/length(a)+var(b)/length(b))})',
    turns: 1,
  },
];

console.log('\nAnalysis, milliseconds               wanted     ours        R    R/ours');
for (const { name, want, csv, file, r, turns, stored, bare } of CASES) {
  const text = csv();
  const own = ours(text, file);
  const other = r ? inR(text, r, turns) : null;
  const note = other === null ? (stored ?? '') : `${other.toFixed(0).padStart(8)} ${(other / own).toFixed(0).padStart(8)}`;
  console.log(`  ${name.padEnd(46)} ${String(want).padStart(6)} ${own.toFixed(1).padStart(8)} ${note}`);
  if (bare) {
    const loop = bareOf(bare(text));
    console.log(
      `  ${'  the bare loop, and ours to it'.padEnd(46)} ${''.padStart(6)} ${loop.toFixed(1).padStart(8)} ${(own / loop).toFixed(1).padStart(8)}`,
    );
  }
}
