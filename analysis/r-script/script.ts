import type { AnalysesFile } from '#protocols/model/analyses';
import type { Plan } from '#protocols/model/plan';
import { methodOf } from '../plan-method';
import { type Asked, scriptOf } from './methods';
import { prelude, type Written } from './prelude';
import { symbol, text, texts } from './text';

/**
 * The R script that recomputes a file of analyses on the same data, by R's own packages: one line for each contrast. An analysis that R
 * is not asked about is named in the script, with why.
 */
export function analysesScript(file: AnalysesFile, written: Written): string {
  const analyses = file.analyses.map((asked, k) => ({ ...asked, id: asked.id ?? `${asked.method}-${k + 1}` }) as Asked);
  return [prelude(written, file.data), ...analyses.map((asked) => part(asked, file.data))].join('\n');
}

function part(asked: Asked, columns: AnalysesFile['data']): string {
  const script = scriptOf(asked, columns);
  if (script !== null) return `# ${asked.id}: ${asked.method}\n${script}`;
  return `# ${asked.id}: ${asked.method} has no R here; its page under analysis/methods says what it was compared with.\n`;
}

/** The same for a trial's own plan: its rows, its events, its one method. */
export function planScript(plan: Plan, written: Written): string {
  const columns = { arm: plan.arm.column, control: plan.arm.reference };
  const method = methodOf(plan);
  const asked: Asked = {
    id: 'primary',
    method: method === 'anhecova' ? 'ancova' : method === 'hedges-g' || method === 'hedges-g-large-sample' ? 'hedges' : method,
    outcome: plan.outcome.column,
    covariates: [...(plan.baseline === undefined ? [] : [plan.baseline]), ...plan.covariates],
    factors: plan.strata,
    level: 1 - plan.alpha,
    ...(method === 'ancova' || method === 'anhecova'
      ? { errors: plan.standardErrors === 'model' ? 'model' : plan.standardErrors.toUpperCase() }
      : {}),
    ...(plan.threshold === undefined ? {} : { event: plan.threshold }),
    ...(plan.summary === 'odds-ratio' && method === 'binary' ? { measure: 'odds-ratio' } : {}),
    ...(plan.group === undefined ? {} : { group: plan.group }),
    ...interactionsOf(plan, method),
  };
  return [prelude(written, columns), rowsOf(plan), part(asked, columns)].join('\n');
}

function interactionsOf(plan: Plan, method: string): Pick<Asked, 'interactions' | 'outcome'> {
  const numbers = [...(plan.baseline === undefined ? [] : [plan.baseline]), ...plan.covariates];
  if (method === 'anhecova') return { interactions: [...numbers, ...plan.strata].map((name) => ['arm', name]) };
  if (method !== 'mmrm') return {};
  return {
    outcome: Object.fromEntries(plan.repeated!.map(({ visit, column }) => [visit, column])),
    interactions: [['visit', 'arm'], ...(plan.baseline === undefined ? [] : [['visit', plan.baseline]])],
  };
}

/** The two arms, and what each event does to outcomes measured on its day or later. */
function rowsOf(plan: Plan): string {
  const arms = `d <- d[as.character(d$.arm) %in% ${texts([plan.arm.reference, plan.arm.treated])}, ]\nd$.arm <- droplevels(d$.arm)\n`;
  const measured = plan.model === 'mmrm' && plan.repeated !== undefined ? plan.repeated : [plan.outcome];
  const setting = (plan.events ?? []).filter(({ column, strategy }) => column !== null && strategy !== 'treatment-policy');
  const lines = setting.flatMap(({ event, strategy, column }) =>
    measured.map(({ column: outcome, day }) => {
      const on = `d[[${text(column!)}]]`;
      const concerned =
        day === undefined ? `!is.na(${on})` : `!is.na(${on}) & (is.na(d[[${text(day)}]]) | ${on} <= d[[${text(day)}]])`;
      return `d[${concerned}, ${text(outcome)}] <- ${strategy === 'composite' ? failureOf(plan) : 'NA'} # ${event}, ${strategy}: ${symbol(outcome)}\n`;
    }),
  );
  return arms + lines.join('');
}

const failureOf = ({ threshold, outcome: { better } }: Plan): string =>
  threshold === undefined
    ? better === 'higher'
      ? '0'
      : '1'
    : better === 'higher'
      ? '-.Machine$double.xmax'
      : '.Machine$double.xmax';
