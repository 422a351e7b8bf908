/** The type less some of its fields, each member of a union for itself. */
export type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A copy of an object less some of its fields. */
export function without<T extends object, K extends PropertyKey>(value: T, ...fields: K[]): Without<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([field]) => !(fields as PropertyKey[]).includes(field))) as Without<
    T,
    K
  >;
}
