import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runAnalyses } from '#analysis/analyses/run';
import { readFrame } from '#analysis/data/frame';
import { type AnalysesFile, METHOD_NAMES } from '#protocols/model/analyses';
import { referenceText } from './support/reference';

const folder = path.join(__dirname, '..', '..', 'analysis', 'examples');
const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const examples = files.map((name): [string, AnalysesFile] => [
  name,
  JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as AnalysesFile,
]);

describe('the worked examples', () => {
  it.each(examples)('%s runs on the data its line names, nothing refused', (name, file) => {
    const data = new RegExp(`\`${name}\` *\\| *\`([^\`]+)\``).exec(readme)?.[1];
    if (data === undefined) throw new Error(`analysis/examples/README.md has no line for ${name}`);
    const frame = readFrame(referenceText(`data/${data}`), file.data.decimal);
    if ('problems' in frame) throw new Error(frame.problems[0]!.detail);
    const refused = runAnalyses(file, frame).estimates.filter((one) => 'refused' in one);
    expect(refused).toEqual([]);
  });

  it('show every method there is', () => {
    const shown = new Set(examples.flatMap(([, file]) => file.analyses.map(({ method }) => method)));
    expect(METHOD_NAMES.filter((name) => !shown.has(name))).toEqual([]);
  });
});
