import type { Frame } from './frame';

/** A frame with further columns of numbers, which come before its own of the same name. */
export function extended(frame: Frame, columns: ReadonlyMap<string, readonly (number | null)[]>): Frame {
  return {
    rows: frame.rows,
    names: [...frame.names, ...[...columns.keys()].filter((name) => !frame.names.includes(name))],
    numbers: (name) => columns.get(name) ?? frame.numbers(name),
    labels: (name) => columns.get(name)?.map((value) => (value === null ? null : String(value))) ?? frame.labels(name),
  };
}
