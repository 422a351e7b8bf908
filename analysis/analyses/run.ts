import { type AnalysesFile, type Estimates, METHOD_NAMES, type MethodName } from '#protocols/model/analyses';
import type { Frame } from '../data/frame';
import { misunderstood } from './checked';
import { decline, type Declined, type Finding } from './method';
import { methodNamed } from './registry';
import { shaped } from './shaped';

/**
 * Runs every analysis of a file on a frame, in order. One that cannot be done is refused by name beside the others' answers.
 * @param progress told how many are done, after each
 */
export function runAnalyses(file: AnalysesFile, frame: Frame, progress: (done: number) => void = () => undefined): Estimates {
  const estimates: Estimates['estimates'] = [];
  const answered = (asked: AnalysesFile['analyses'][number], i: number): Estimates['estimates'][number] => {
    const id = asked.id ?? `${asked.method}-${i + 1}`;
    const answer = runOne(asked, { frame, layout: file.data, earlier: estimates });
    return { id, ...shaped(asked.method, answer) };
  };
  for (const [i, asked] of file.analyses.entries()) {
    estimates.push(answered(asked, i));
    progress(i + 1);
  }
  return { estimates };
}

function runOne(asked: { method: string }, data: Parameters<ReturnType<typeof methodNamed>['run']>[1]): Finding | Declined {
  if (!isMethodName(asked.method)) {
    return decline('unknown-method', `There is no method “${asked.method}”. There are ${METHOD_NAMES.join(', ')}.`);
  }
  const method = methodNamed(asked.method);
  const refused = misunderstood(method, asked);
  if (refused) return refused;
  return method.run(asked, data);
}

const isMethodName = (name: string): name is MethodName => (METHOD_NAMES as readonly string[]).includes(name);
