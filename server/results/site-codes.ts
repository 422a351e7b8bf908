import type { Protocol } from '#protocols/model/protocol';

/** A code for each site, S1, S2 …, in the protocol's order and of equal length, so that they sort in it too. */
export function siteCodes(protocol: Protocol): Map<string, string> {
  const width = String(protocol.sites.length).length;
  return new Map(protocol.sites.map(({ id }, index) => [id, `S${String(index + 1).padStart(width, '0')}`]));
}
