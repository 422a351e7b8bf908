import type { DataProblem } from '../data/table';
import { type Data, decline, type Declined, type People } from './method';

/** Which columns must hold a value for a row to be analysed. */
export interface Need {
  readonly numbers?: readonly string[];
  readonly labels?: readonly string[];
  /** Columns that may be empty in a row that is analysed. */
  readonly optional?: readonly string[];
  /** Whether the arm is needed; then `data.arm` and `data.control` must be told. */
  readonly arm: boolean;
  /** In a long file: the one visit to look at. */
  readonly at?: string | number;
  /** Whether a participant may have several rows (one per visit, one per eye); else it is refused. */
  readonly repeated?: boolean;
}

/** Rows left out, at the first column found empty. */
export interface Excluded {
  readonly column: string;
  readonly rows: number;
}

/** The complete rows of a file for one analysis. */
export interface Rows extends People {
  readonly rows: number;
  /** The control first, the others in code point order. */
  readonly arms: readonly string[];
  readonly arm: readonly string[];
  /** One label per row; in a file without a column of participants every row is its own. */
  readonly participant: readonly string[];
  readonly excluded: readonly Excluded[];
  numbers(name: string): number[];
  labels(name: string): string[];
  /** Of a column that may be empty. */
  optional(name: string): (string | null)[];
}

/** The rows where nothing needed is missing, or the refusal that says why there are none to be had. */
export function rowsOf(data: Data, need: Need): Rows | Declined {
  const { frame, layout } = data;
  const numbers = new Map<string, readonly (number | null)[]>();
  const labels = new Map<string, readonly (string | null)[]>();
  const read = <T>(into: Map<string, readonly T[]>, name: string, values: readonly T[] | DataProblem): Declined | null => {
    if (!Array.isArray(values)) {
      const problem = values as DataProblem;
      return decline(problem.code, problem.detail);
    }
    into.set(name, values as readonly T[]);
    return null;
  };
  for (const name of need.numbers ?? []) {
    const refused = read(numbers, name, frame.numbers(name));
    if (refused) return refused;
  }
  const armColumn = need.arm ? layout.arm : undefined;
  if (need.arm && (armColumn === undefined || layout.control === undefined)) {
    return decline(
      'no-control',
      'An effect compares arms: name the column and the control under "data", as "arm" and "control".',
    );
  }
  const wanted = [
    ...(need.labels ?? []),
    ...(need.optional ?? []),
    armColumn,
    layout.participant,
    need.at === undefined ? undefined : layout.visit,
  ];
  for (const name of wanted.filter((candidate) => candidate !== undefined)) {
    const refused = read(labels, name, frame.labels(name));
    if (refused) return refused;
  }
  if (need.at !== undefined && layout.visit === undefined) {
    return decline('no-visit', 'The analysis looks "at" one visit, and "data" names no column of visits. Name it as "visit".');
  }

  const required: [string, readonly unknown[]][] = [
    ...(armColumn === undefined ? [] : ([[armColumn, labels.get(armColumn)!]] as [string, readonly unknown[]][])),
    ...[...numbers.entries()],
    ...(need.labels ?? []).map((name): [string, readonly unknown[]] => [name, labels.get(name)!]),
  ];
  const visit = need.at === undefined ? null : labels.get(layout.visit!)!;
  const kept: number[] = [];
  const missing = new Map<string, number>();
  for (let i = 0; i < frame.rows; i++) {
    if (visit && visit[i] !== String(need.at)) continue;
    let lacking = 0;
    while (lacking < required.length && required[lacking]![1][i] !== null) lacking += 1;
    if (lacking === required.length) kept.push(i);
    else missing.set(required[lacking]![0], (missing.get(required[lacking]![0]) ?? 0) + 1);
  }
  const who = layout.participant === undefined ? null : labels.get(layout.participant)!;
  const participant = kept.map((i) => who?.[i] ?? `row ${i + 2}`);
  const twice = need.repeated ? undefined : firstTwice(participant);
  if (twice !== undefined) {
    const cure = layout.visit === undefined ? 'Name the column of visits as "visit" under "data", and' : 'Here';
    return decline(
      'participant-twice',
      `“${twice}” has several rows, and this method takes one each. ${cure} say "at" which visit.`,
    );
  }
  const arm = armColumn === undefined ? [] : kept.map((i) => labels.get(armColumn)![i]!);
  const arms = [...new Set(arm)].sort();
  const control = String(layout.control ?? '');
  if (need.arm && kept.length > 0 && !arms.includes(control)) {
    return decline(
      'one-arm',
      `Nobody who can be analysed is in the control “${control}”. The arms are ${arms.map((a) => `“${a}”`).join(', ')}.`,
    );
  }
  return {
    rows: kept.length,
    arms: need.arm ? [control, ...arms.filter((name) => name !== control)] : [],
    arm,
    participant,
    excluded: [...missing].map(([column, rows]) => ({ column, rows })),
    ...peopleOf(participant, arm),
    numbers: (name) => kept.map((i) => numbers.get(name)![i]!),
    labels: (name) => kept.map((i) => labels.get(name)![i]!),
    optional: (name) => kept.map((i) => labels.get(name)![i]!),
  };
}

/** Participants in all and by arm, each counted once; arms in code point order. */
export function peopleOf(participant: readonly string[], arm: readonly string[]): People {
  const arms = [...new Set(arm)].sort();
  const own = new Map(arms.map((name) => [name, new Set<string>()]));
  arm.forEach((name, i) => own.get(name)!.add(participant[i]!));
  return { n: new Set(participant).size, nByArm: Object.fromEntries(arms.map((name) => [name, own.get(name)!.size])) };
}

function firstTwice(values: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return values.find((value) => seen.has(value) || !seen.add(value));
}
