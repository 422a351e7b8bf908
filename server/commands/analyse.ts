import { basename } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { runAnalyses } from '#analysis/analyses/run';
import { readFrame } from '#analysis/data/frame';
import { columnKinds } from '#analysis/data/select-rows';
import { readCsv } from '#analysis/data/read-csv';
import { analyse } from '#analysis/plan';
import type { Written } from '#analysis/r-script/prelude';
import { analysesScript, planScript } from '#analysis/r-script/script';
import { AnalysesFile } from '#protocols/model/analyses';
import { Plan } from '#protocols/model/plan';
import { estimatesText } from './estimates-text';
import type { Io } from './io';
import { readText, type Reader } from './read-text';
import { reportText } from './report-text';

/** So many sentences are read; a file of another kind would bring hundreds. */
const ENOUGH = 10;

/** What was asked on the command line. */
interface Asked {
  plan: string;
  data: string;
  json: boolean;
  /** The R script instead of the answer. */
  r?: boolean;
}

/** Where a command reads and writes; the command line gives the real ones. */
export type AnalyseIo = Io & Reader;

/**
 * `lodtraek analyse <plan.json> <data.csv>`: runs a plan on a file and prints the report, as a table or in full as JSON.
 * @returns 0 when there is an estimate, 1 when the primary one was refused (the report says why), 2 for input that cannot be used
 */
export async function analyseCommand(argv: Asked, io: AnalyseIo): Promise<0 | 1 | 2> {
  const unusable = (sentences: readonly string[]): 2 => {
    for (const sentence of sentences.slice(0, ENOUGH)) io.err(sentence);
    if (sentences.length > ENOUGH) io.err(`And ${sentences.length - ENOUGH} more of the kind.`);
    return 2;
  };
  const planText = await readText(argv.plan, io);
  if ('problem' in planText) return unusable([planText.problem]);
  if (isAnalysesFile(planText.text)) return analyseFile(planText.text, argv, io, unusable);
  const plan = parsePlan(planText.text);
  if ('problems' in plan) return unusable(plan.problems.map((problem) => `${argv.plan}: ${problem}`));

  const dataText = await readText(argv.data, io);
  if ('problem' in dataText) return unusable([dataText.problem]);
  const table = readCsv(dataText.text, columnKinds(plan));
  if (argv.r && !('problems' in table)) return written(planScript(plan, writtenAs(argv.data, dataText.text)), io);
  if ('problems' in table) return unusable(table.problems.map((problem) => `${argv.data}: ${problem.detail}`));
  const report = analyse(plan, table);
  if ('problems' in report) return unusable(report.problems.map((problem) => `${argv.plan}: ${problem.detail}`));

  io.out(argv.json ? JSON.stringify(report, null, 2) : reportText(report));
  return 'refused' in report.primary ? 1 : 0;
}

/**
 * The same command on a file of analyses: every one is answered or refused by name.
 * @returns 0 when all are answered, 1 when one was refused, 2 for input that cannot be used
 */
async function analyseFile(
  text: string,
  argv: Asked,
  io: AnalyseIo,
  unusable: (sentences: readonly string[]) => 2,
): Promise<0 | 1 | 2> {
  const file = parseAgainst<AnalysesFile>(AnalysesFile, text);
  if ('problems' in file) return unusable(file.problems.map((problem) => `${argv.plan}: ${problem}`));
  const dataText = await readText(argv.data, io);
  if ('problem' in dataText) return unusable([dataText.problem]);
  const frame = readFrame(dataText.text, file.data.decimal);
  if ('problems' in frame) return unusable(frame.problems.map((problem) => `${argv.data}: ${problem.detail}`));
  if (argv.r) return written(analysesScript(file, writtenAs(argv.data, dataText.text, file.data.decimal)), io);
  const answered = runAnalyses(file, frame);
  io.out(argv.json ? JSON.stringify(answered, null, 2) : estimatesText(answered));
  return answered.estimates.some((estimate) => 'refused' in estimate) ? 1 : 0;
}

function written(script: string, io: AnalyseIo): 0 {
  io.out(script);
  return 0;
}

/** How a file is written, as R must be told: what parts its cells, and what its decimals. */
function writtenAs(file: string, text: string, decimal?: Written['decimal']): Written {
  const [head = ''] = text.split(/\r?\n/, 1);
  const separator = [';', '\t', ','].find((mark) => head.includes(mark)) ?? ',';
  const seen = separator !== ',' && /(^|[;\t"])-?\d+,\d+("|[;\t]|$)/m.test(text) ? 'comma' : 'point';
  return { file: basename(file), separator, decimal: decimal ?? seen };
}

/** Whether a text is meant as a file of analyses: it says "analyses". What is wrong with it, if anything, is told later. */
function isAnalysesFile(text: string): boolean {
  // A text that is not JSON at all is told about by the reading of plans.
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null && 'analyses' in document;
  } catch {
    return false;
  }
}

/** The plan in a JSON text, checked against its schema, or sentences that say where it departs from it. */
export function parsePlan(text: string): Plan | { problems: string[] } {
  return parseAgainst<Plan>(Plan, text);
}

/** A JSON text checked against a schema, or sentences that say where it departs from it. */
export function parseAgainst<T>(schema: SchemaNode, text: string): T | { problems: string[] } {
  let document: unknown;
  // JSON.parse can only say no by throwing.
  try {
    document = JSON.parse(text);
  } catch (cause) {
    return { problems: [`This is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`] };
  }
  const ajv = new Ajv({ allErrors: true, strict: true });
  const validate = ajv.compile<T>(schema);
  if (validate(document)) return document;
  return { problems: [...new Set((validate.errors ?? []).flatMap((error) => sentenceOf(error, schema)))] };
}

function sentenceOf(error: ErrorObject, schema: SchemaNode): string[] {
  const place = error.instancePath === '' ? 'the plan' : `“${error.instancePath.slice(1).replaceAll('/', '.')}”`;
  switch (error.keyword) {
    case 'required':
      return [`${place} lacks “${error.params.missingProperty}”. Add it.`];
    case 'additionalProperties':
      return [`${place} holds “${error.params.additionalProperty}”, which a plan does not have. Remove it or correct its name.`];
    case 'const': {
      const siblings = choicesAt(error.instancePath, schema);
      return [`${place} must be ${siblings.map((choice) => JSON.stringify(choice)).join(' or ')}.`];
    }
    // Said once already by each choice that did not fit.
    case 'anyOf':
      return [];
    default:
      return [`${place} ${error.message}.`];
  }
}

/** Every constant the schema allows at a place outside arrays. */
function choicesAt(path: string, whole: SchemaNode): unknown[] {
  let schema = whole;
  for (const key of path.split('/').slice(1)) schema = schema.properties?.[key] ?? {};
  return (schema.anyOf ?? [schema]).flatMap((choice) => (choice.const === undefined ? [] : [choice.const]));
}

interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}
