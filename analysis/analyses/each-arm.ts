import type { ArmContrast } from '#protocols/model/analyses';
import type { Warning } from '#protocols/model/estimate';
import type { Pair } from '../effect/estimate';
import { type Data, decline, type Declined, type Finding } from './method';
import { type Rows, rowsOf } from './rows';

/** The outcomes of one arm and the control. */
export interface Two {
  readonly outcome: readonly number[];
  readonly arm: readonly string[];
  readonly contrast: Pair;
}

/** What a comparison of two arms gives. */
export interface TwoAnswer {
  readonly contrast: ArmContrast;
  readonly warnings?: readonly Warning[];
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * A two-arm method on a file of any number of arms: each arm against the control, one contrast apiece. With one contrast its
 * details stand alone; with several they stand under each arm's name. The first refusal is the answer.
 */
export function eachArm(
  data: Data,
  asked: { outcome: string; at?: string | number },
  compare: (two: Two, rows: Rows) => TwoAnswer | Declined,
): Finding | Declined {
  const rows = rowsOf(data, { numbers: [asked.outcome], arm: true, at: asked.at });
  if ('refused' in rows) return rows;
  const outcome = rows.numbers(asked.outcome);
  const [control, ...others] = rows.arms;
  if (rows.rows === 0) return decline('no-data', 'No row holds both an arm and an outcome.', rows);
  if (others.length === 0) return decline('one-arm', `Everybody is in “${control}”, so there is nothing to compare.`, rows);
  const answers: TwoAnswer[] = [];
  for (const treated of others) {
    const own = rows.arm.flatMap((name, i) => (name === control || name === treated ? [i] : []));
    const two = {
      outcome: own.map((i) => outcome[i]!),
      arm: own.map((i) => rows.arm[i]!),
      contrast: { treated, reference: control! },
    };
    const answer = compare(two, rows);
    if ('refused' in answer) return answer;
    answers.push(answer);
  }
  return {
    n: rows.n,
    nByArm: rows.nByArm,
    contrasts: answers.map(({ contrast }) => contrast),
    warnings: answers.flatMap(({ warnings }) => warnings ?? []),
    details:
      answers.length === 1
        ? answers[0]!.details
        : Object.fromEntries(answers.map(({ contrast, details }) => [contrast.arm, details])),
  };
}
