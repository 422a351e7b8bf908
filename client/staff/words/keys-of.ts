/** The keys of a record of words, in the order they are written, with their types. */
export function keysOf<K extends string>(words: Record<K, unknown>): K[] {
  return Object.keys(words) as K[];
}
