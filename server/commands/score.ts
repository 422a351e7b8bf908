import { instrumentNamed, instrumentNames } from '#protocols/instruments/registry';
import type { Instrument } from '#protocols/model/instrument';
import { codesOf, scaleOf, score, type Answers, type Scored, type ScoreOptions } from '#protocols/rules/score';
import type { ExitCode, Io } from './io';
import { readText, type Reader } from './read-text';
import { scoreText } from './score-text';

/** What a program reads of one set of answers: null stands where a score was refused, and `refused` says why. */
interface Printed {
  scores: Record<string, number | null>;
  refused: Record<string, 'too-many-missing'>;
  flags: Scored['flags'];
}

/**
 * `lodtraek score <instrument> --answers <file|->`: scores one set of answers or an array of such by the instrument's own rules.
 * @returns 0 when scored, a refused score included; 2, with one sentence, where the answers are not answers to this instrument
 */
export async function scoreCommand(
  argv: { instrument: string; answers: string; json: boolean; prorated: boolean },
  io: Io & Reader,
): Promise<ExitCode> {
  const unusable = (sentence: string): 2 => {
    io.err(sentence);
    return 2;
  };
  const instrument = instrumentNamed(argv.instrument);
  if (!instrument)
    return unusable(`There is no instrument "${argv.instrument}". Those known are ${instrumentNames().join(', ')}.`);
  const read = await readText(argv.answers, io);
  if ('problem' in read) return unusable(read.problem);
  const parsed = parse(read.text);
  if ('problem' in parsed) return unusable(`${argv.answers}: ${parsed.problem}`);

  const options: ScoreOptions = { itemMissing: argv.prorated ? 'prorated' : 'published-rule' };
  const sets = Array.isArray(parsed.document) ? parsed.document : [parsed.document];
  const scored: Scored[] = [];
  for (const [index, set] of sets.entries()) {
    const one = scoreSet(instrument, set, options);
    const place = Array.isArray(parsed.document) ? `${argv.answers}, set ${index + 1}` : argv.answers;
    if ('problem' in one) return unusable(`${place}: ${one.problem}`);
    scored.push(one);
  }
  if (!argv.json) io.out(scoreText(instrument, scored));
  else io.out(JSON.stringify(Array.isArray(parsed.document) ? scored.map(print) : print(scored[0]!)));
  return 0;
}

function parse(text: string): { document: unknown } | { problem: string } {
  // JSON.parse can only say no by throwing.
  try {
    return { document: JSON.parse(text) };
  } catch (cause) {
    return { problem: `This is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.` };
  }
}

function scoreSet(instrument: Instrument, set: unknown, options: ScoreOptions): Scored | { problem: string } {
  if (typeof set !== 'object' || set === null || Array.isArray(set))
    return { problem: 'Answers are an object of item and code, such as {"1": 3, "2": null}, or an array of such objects.' };
  for (const [item, code] of Object.entries(set)) {
    if (code !== null && code !== 'na' && typeof code !== 'number') return { problem: wrongCode(instrument, item, code) };
  }
  const scored = score(instrument, set as Answers, options);
  if (!('rejected' in scored)) return scored;
  const { item, code, reason } = scored.rejected;
  if (reason === 'unknown-code') return { problem: wrongCode(instrument, item, code) };
  return { problem: unknownItem(instrument, item) };
}

const unknownItem = ({ id, items }: Instrument, item: string): string =>
  `${id} has no item "${item}" (unknown-item). Its items are ${items.map((one) => one.id).join(', ')}.`;

function wrongCode(instrument: Instrument, id: string, code: unknown): string {
  const item = instrument.items.find((one) => one.id === id);
  if (!item) return unknownItem(instrument, id);
  const scale = scaleOf(instrument, id);
  const codes =
    scale.kind === 'number'
      ? `a whole number from ${scale.range.join(' to ')}`
      : [...codesOf(instrument, item)].sort((a, b) => a - b).join(', ');
  const elsewhere = item.notApplicable ? ', "na" where it does not concern the person' : '';
  return `Item ${id} has no code ${JSON.stringify(code)} (unknown-code). Write ${codes}${elsewhere}, or null where unanswered.`;
}

function print({ scores, flags }: Scored): Printed {
  const entries = Object.entries(scores);
  return {
    scores: Object.fromEntries(entries.map(([id, one]) => [id, 'value' in one ? one.value : null])),
    refused: Object.fromEntries(entries.flatMap(([id, one]) => ('refused' in one ? [[id, one.refused]] : []))),
    flags,
  };
}

/** What `lodtraek score --help` says beyond the options. */
export const scoreHelp = `
Answers are JSON: item id and code, null (or left out) where unanswered, "na" where the item does not concern
the person and the instrument allows it (wsas item 1). An array of such objects gives an array.
  echo '{"1": 3, "2": null}' | lodtraek score phq-9 --answers - --json
A score that the published rule for missing items does not allow is null, and its reason stands under "refused".
Flags are yes, no or unknown; an unanswered item is never a no. Scores are exact in JSON and rounded in the table.
The main score is "total". Instruments: ${instrumentNames().join(', ')}.`;
