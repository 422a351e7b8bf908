/** The name under which a stratum's draws are addressed. It must be the same for ever and never stand for two strata. */

/** A stratum's key, or the factors whose level is not known yet: without all of them there is no draw. */
export type StratumKey = { key: string } | { unknown: string[] };

/**
 * Writes `factor=code|factor=code` in the scheme's order, in Unicode form NFC, so that a letter typed in two ways is one letter.
 * A `%`, `=`, `|` or half a surrogate pair inside a factor or code is written as `%` with its code point in hexadecimal and a
 * full stop; no crafted code can therefore spell a neighbour's key.
 * @param factors in the order of the scheme; no factors give the one stratum ''.
 * @param levels factor → code (never the label people read). Codes of factors not asked for are ignored.
 */
export function stratumKey(factors: readonly string[], levels: Readonly<Record<string, string | undefined>>): StratumKey {
  const known = new Map(Object.entries(levels));
  const unknown = factors.filter((factor) => known.get(factor) === undefined);
  if (unknown.length > 0) return { unknown };
  return { key: factors.map((factor) => `${escapeText(factor)}=${escapeText(known.get(factor) ?? '')}`).join('|') };
}

function escapeText(text: string): string {
  return text.normalize('NFC').replace(/[%=|]|\p{Surrogate}/gu, (symbol) => `%${(symbol.codePointAt(0) ?? 0).toString(16)}.`);
}
