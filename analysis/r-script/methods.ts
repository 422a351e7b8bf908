import type { MethodName } from '#protocols/model/analyses';
import { symbol, text, texts } from './text';

/** What the options of an analysis may hold, as far as a script reads them; they were checked before. */
export interface Asked {
  readonly id: string;
  readonly method: string;
  readonly outcome?: string | readonly string[] | Readonly<Record<string, string>>;
  readonly covariates?: readonly string[];
  readonly factors?: readonly string[];
  readonly interactions?: readonly (readonly string[])[];
  readonly errors?: string | { readonly cluster: string; readonly type: string };
  readonly level?: number;
  readonly at?: string | number;
  readonly event?: { readonly below: number } | { readonly atLeast: number };
  readonly measure?: string;
  readonly group?: string;
  readonly random?: readonly { readonly group: string }[];
}

/** Of a file, what a script needs to know of its columns. */
export interface Columns {
  readonly participant?: string;
  readonly visit?: string;
  readonly arm?: string;
}

/** The R of an analysis, or null where R is not asked about that method. */
export function scriptOf(asked: Asked, columns: Columns): string | null {
  switch (asked.method as MethodName) {
    case 'ancova':
      return ancova(asked, columns);
    case 'welch':
    case 'pooled':
      return tTest(asked, columns);
    case 'cohen':
    case 'hedges':
      return standardised(asked, columns);
    case 'binary':
      return binary(asked, columns);
    case 'logistic':
      return logistic(asked, columns);
    case 'g-computation':
      return gComputation(asked, columns);
    case 'mmrm':
      return repeated(asked, columns);
    case 'partially-nested':
      return nested(asked, columns);
    case 'mixed':
      return mixed(asked, columns);
    default:
      return null;
  }
}

const levelOf = ({ level }: Asked): string => (level === undefined ? '' : `, level = ${level}`);
const oneOutcome = ({ outcome }: Asked): string => String(outcome);

/** The rows of one visit that hold everything, as `rows`, with factors made factors. */
function rowsFor(asked: Asked, columns: Columns, more: readonly string[] = []): string {
  const { covariates = [], factors = [], at } = asked;
  const needed = ['.arm', oneOutcome(asked), ...covariates, ...factors, ...more];
  const from =
    at === undefined || columns.visit === undefined
      ? 'd'
      : `d[as.character(d[[${text(columns.visit)}]]) == ${text(String(at))}, ]`;
  const made = factors.map((name) => `rows[[${text(name)}]] <- factor(rows[[${text(name)}]])\n`).join('');
  return `rows <- complete(${texts(needed)}, ${from})\n${made}`;
}

/** The right side of a formula: arm, covariates, factors and interactions, the arm called .arm. */
function sideOf(
  { covariates = [], factors = [], interactions = [] }: Asked,
  { arm, visit }: Columns,
  first: string[] = ['.arm'],
): string {
  const named = (name: string) =>
    name === 'arm' || name === arm ? '.arm' : name === 'visit' || name === visit ? '.visit' : symbol(name);
  return [...first, ...[...covariates, ...factors].map(symbol), ...interactions.map((names) => names.map(named).join(':'))].join(
    ' + ',
  );
}

function ancova(asked: Asked, columns: Columns): string {
  const errors = asked.errors ?? 'model';
  const isClustered = typeof errors === 'object';
  const withArm = (asked.interactions ?? []).some((names) => names.some((name) => name === 'arm' || name === columns.arm));
  const covariance = isClustered
    ? `clubSandwich::vcovCR(fit, cluster = rows[[${text(errors.cluster)}]], type = ${text(errors.type)})`
    : errors === 'model'
      ? 'vcov(fit)'
      : `sandwich::vcovHC(fit, type = ${text(errors)})`;
  const fit = `${rowsFor(asked, columns, isClustered ? [errors.cluster] : [])}fit <- lm(${symbol(oneOutcome(asked))} ~ ${sideOf(asked, columns)}, data = rows)
v <- ${covariance}
`;
  if (withArm)
    return `${fit}e <- as.data.frame(emmeans::contrast(emmeans::emmeans(fit, ~ .arm, weights = "proportional", vcov. = v), "trt.vs.ctrl"))
for (k in seq_along(others(rows))) say(${text(asked.id)}, others(rows)[k], e$estimate[k], e$SE[k], df.residual(fit)${levelOf(asked)})
`;
  const df = isClustered
    ? 'clubSandwich::coef_test(fit, vcov = v, test = "Satterthwaite")[paste0(".arm", arm), "df_Satt"]'
    : 'df.residual(fit)';
  return `${fit}for (arm in others(rows)) {
  name <- paste0(".arm", arm)
  say(${text(asked.id)}, arm, coef(fit)[[name]], sqrt(v[name, name]), ${df}${levelOf(asked)})
}
`;
}

function tTest(asked: Asked, columns: Columns): string {
  const outcome = text(oneOutcome(asked));
  return `${rowsFor(asked, columns)}for (arm in others(rows)) {
  y <- rows[[${outcome}]]
  test <- t.test(y[rows$.arm == arm], y[rows$.arm == levels(rows$.arm)[1]], var.equal = ${asked.method === 'pooled' ? 'TRUE' : 'FALSE'})
  say(${text(asked.id)}, arm, test$estimate[[1]] - test$estimate[[2]], test$stderr, test$parameter[[1]]${levelOf(asked)})
}
`;
}

/** The point alone: its interval rests on the noncentral t, which base R gives within 1e-8 only. */
function standardised(asked: Asked, columns: Columns): string {
  const outcome = text(oneOutcome(asked));
  const factor = asked.method === 'hedges' ? 'exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))' : '1';
  return `${rowsFor(asked, columns)}for (arm in others(rows)) {
  a <- rows[[${outcome}]][rows$.arm == arm]
  b <- rows[[${outcome}]][rows$.arm == levels(rows$.arm)[1]]
  df <- length(a) + length(b) - 2
  pooled <- sqrt(((length(a) - 1) * var(a) + (length(b) - 1) * var(b)) / df)
  say(${text(asked.id)}, arm, ${factor} * (mean(a) - mean(b)) / pooled)
}
`;
}

/** The outcome as 0 and 1. */
function eventLine({ event }: Asked, outcome: string): string {
  if (event === undefined) return `rows$.event <- rows[[${text(outcome)}]]\n`;
  const rule = 'below' in event ? `< ${event.below}` : `>= ${event.atLeast}`;
  return `rows$.event <- as.integer(rows[[${text(outcome)}]] ${rule})\n`;
}

function binary(asked: Asked, columns: Columns): string {
  const { measure = 'risk-difference', level = 0.95 } = asked;
  const lines = `${rowsFor(asked, columns)}${eventLine(asked, oneOutcome(asked))}for (arm in others(rows)) {
  a <- rows$.event[rows$.arm == arm]
  b <- rows$.event[rows$.arm == levels(rows$.arm)[1]]
  x <- c(sum(a), sum(b)); n <- c(length(a), length(b)); r <- x / n
`;
  if (measure === 'risk-difference')
    return `${lines}  w <- sapply(1:2, function(k) prop.test(x[k], n[k], correct = FALSE, conf.level = ${level})$conf.int)
  est <- r[1] - r[2]
  p <- suppressWarnings(prop.test(x, n, correct = FALSE)$p.value)
  say(${text(asked.id)}, arm, est, sqrt(sum(r * (1 - r) / n)), NA, est - sqrt((r[1] - w[1, 1])^2 + (w[2, 2] - r[2])^2),
    est + sqrt((w[2, 1] - r[1])^2 + (r[2] - w[1, 2])^2), p)
}
`;
  const ratio =
    measure === 'odds-ratio'
      ? 'log(x[1] * (n[2] - x[2]) / (x[2] * (n[1] - x[1]))), sqrt(sum(1 / x + 1 / (n - x)))'
      : 'log(r[1] / r[2]), sqrt(sum(1 / x - 1 / n))';
  return `${lines}  say(${text(asked.id)}, arm, ${ratio}${levelOf(asked)})\n}\n`;
}

function logistic(asked: Asked, columns: Columns): string {
  const { errors = 'model' } = asked;
  const covariance = errors === 'model' ? 'vcov(fit)' : `sandwich::vcovHC(fit, type = ${text(String(errors))})`;
  return `${rowsFor(asked, columns)}${eventLine(asked, oneOutcome(asked))}fit <- glm(.event ~ ${sideOf(asked, columns)}, family = binomial, data = rows, control = list(epsilon = 1e-14, maxit = 100))
v <- ${covariance}
for (arm in others(rows)) {
  name <- paste0(".arm", arm)
  say(${text(asked.id)}, arm, coef(fit)[[name]], sqrt(v[name, name])${levelOf(asked)})
}
`;
}

function gComputation(asked: Asked, columns: Columns): string {
  const isRatio = asked.measure === 'risk-ratio';
  const errors = asked.errors ?? 'HC0';
  return `${rowsFor(asked, columns)}${eventLine(asked, oneOutcome(asked))}fit <- glm(.event ~ ${sideOf(asked, columns)}, family = binomial, data = rows, control = list(epsilon = 1e-14, maxit = 100))
v <- ${errors === 'model' ? 'vcov(fit)' : `sandwich::vcovHC(fit, type = ${text(String(errors))})`}
as_if <- function(arm) {
  x <- rows; x$.arm <- factor(arm, levels = levels(rows$.arm))
  m <- model.matrix(delete.response(terms(fit)), x, xlev = fit$xlevels)
  p <- plogis(drop(m %*% coef(fit)))
  list(risk = mean(p), gradient = colMeans(p * (1 - p) * m))
}
for (arm in others(rows)) {
  a <- as_if(arm); b <- as_if(levels(rows$.arm)[1])
  g <- ${isRatio ? 'a$gradient / a$risk - b$gradient / b$risk' : 'a$gradient - b$gradient'}
  say(${text(asked.id)}, arm, ${isRatio ? 'log(a$risk / b$risk)' : 'a$risk - b$risk'}, sqrt(drop(t(g) %*% v %*% g))${levelOf(asked)})
}
`;
}

/** By gls: the same likelihood. Its errors are model-based, without Kenward and Roger's adjustment, and so they are not written. */
function repeated(asked: Asked, columns: Columns): string {
  const { outcome, covariates = [], factors = [], interactions = [['visit', 'arm']] } = asked;
  const needed = ['.y', '.visit', '.arm', ...covariates, ...factors];
  const long =
    typeof outcome === 'string'
      ? `long <- d; long$.y <- d[[${text(outcome)}]]; long$.visit <- d[[${text(columns.visit ?? '')}]]; long$.who <- d[[${text(columns.participant ?? '')}]]\n`
      : lengthen(
          Array.isArray(outcome)
            ? Object.fromEntries((outcome as readonly string[]).map((column) => [column, column]))
            : (outcome as Record<string, string>),
        );
  const order =
    typeof outcome === 'string' || outcome === undefined
      ? ''
      : `, levels = ${texts(Array.isArray(outcome) ? (outcome as string[]) : Object.keys(outcome))}`;
  return `suppressMessages(library(nlme))
${long}rows <- complete(${texts(needed)}, long)
rows$.visit <- droplevels(factor(rows$.visit${order})); rows$.time <- as.integer(rows$.visit)
${factors.map((name) => `rows[[${text(name)}]] <- factor(rows[[${text(name)}]])\n`).join('')}rows <- rows[order(rows$.who, rows$.time), ]
fit <- gls(.y ~ ${sideOf({ ...asked, interactions }, columns, ['.arm', '.visit'])}, data = rows, correlation = corSymm(form = ~ .time | .who),
  weights = varIdent(form = ~ 1 | .visit), control = glsControl(maxIter = 500, msMaxIter = 500, tolerance = 1e-10, msTol = 1e-12))
m <- function(arm, visit) { x <- rows; x$.arm <- factor(arm, levels = levels(rows$.arm)); x$.visit <- factor(visit, levels = levels(rows$.visit)); colMeans(model.matrix(formula(fit), x)) }
for (arm in others(rows)) for (visit in levels(rows$.visit)) {
  g <- m(arm, visit) - m(levels(rows$.arm)[1], visit)
  say(${text(asked.id)}, paste(arm, visit), sum(g * coef(fit)))
}
`;
}

function lengthen(outcome: Readonly<Record<string, string>>): string {
  const parts = Object.entries(outcome).map(
    ([visit, column]) => `{ x <- d; x$.y <- d[[${text(column)}]]; x$.visit <- ${text(visit)}; x$.who <- seq_len(nrow(d)); x }`,
  );
  return `long <- do.call(rbind, list(${parts.join(',\n  ')}))\n`;
}

/** By lme, whose variance between groups cannot fall below nought: the numbers are the same where it is above. */
function nested(asked: Asked, columns: Columns): string {
  const group = text(asked.group ?? '');
  return `suppressMessages(library(nlme))
${rowsFor(asked, columns)}rows$.treated <- as.integer(rows$.arm != levels(rows$.arm)[1])
named <- trimws(as.character(rows[[${group}]]))
alone <- rows$.treated == 0 | is.na(named) | named == ""
rows$.group <- factor(ifelse(alone, paste("alone", seq_len(nrow(rows))), paste(rows$.arm, named)))
fit <- lme(${symbol(oneOutcome(asked))} ~ ${sideOf(asked, columns)}, data = rows, random = list(.group = pdDiag(~ 0 + .treated)),
  weights = varIdent(form = ~ 1 | .arm), control = lmeControl(maxIter = 500, msMaxIter = 500, tolerance = 1e-10, msTol = 1e-12, returnObject = TRUE))
for (arm in others(rows)) say(${text(asked.id)}, arm, fixef(fit)[[paste0(".arm", arm)]])
`;
}

function mixed(asked: Asked, columns: Columns): string {
  const random = (asked.random ?? []).map(({ group }) => `(1 | ${symbol(group)})`).join(' + ');
  return `${rowsFor(
    asked,
    columns,
    (asked.random ?? []).map(({ group }) => group),
  )}fit <- suppressMessages(lmerTest::lmer(${symbol(oneOutcome(asked))} ~ ${sideOf(asked, columns)} + ${random}, data = rows, REML = TRUE))
for (arm in others(rows)) say(${text(asked.id)}, arm, lme4::fixef(fit)[[paste0(".arm", arm)]])
`;
}
