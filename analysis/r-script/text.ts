/** A text as R writes it. */
export const text = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', ' ')}"`;

/** A column's name as a symbol: inside backticks any name may stand. */
export const symbol = (name: string): string => `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;

/** A vector of texts. */
export const texts = (values: readonly string[]): string => `c(${values.map(text).join(', ')})`;
