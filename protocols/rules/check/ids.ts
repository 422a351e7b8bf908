import type { Protocol } from '../../model/protocol';
import { error, type Finding } from './finding';

/** Ids that are given twice: whatever refers to them could mean either. */
export function findTwice(protocol: Protocol): Finding[] {
  const lists: [string, readonly { id: string }[]][] = [
    ['/sites', protocol.sites],
    ['/arms', protocol.arms],
    ['/delivery', protocol.delivery],
    ['/consent/comprehension', protocol.consent.comprehension],
    ['/screening', protocol.screening ?? []],
    ['/eligibility', protocol.eligibility],
    ['/waves', protocol.waves],
    ['/outcomes', protocol.outcomes],
    ['/analysis/estimands', protocol.analysis.estimands],
    ...(protocol.screening ?? []).map(({ choices }, n): [string, readonly { id: string }[]] => [
      `/screening/${n}/choices`,
      choices,
    ]),
  ];
  const twice = lists.flatMap(([at, list]) =>
    secondOf(list.map(({ id }) => id)).map((n) => idTwice(`${at}/${n}/id`, list[n]!.id)),
  );
  const texts = protocol.consent.versions.map(({ version }) => version);
  const versions = secondOf(texts).map((n) => idTwice(`/consent/versions/${n}/version`, texts[n]!));
  const instruments = protocol.waves.flatMap((wave, w) =>
    secondOf(wave.instruments).map((n) => idTwice(`/waves/${w}/instruments/${n}`, wave.instruments[n]!)),
  );
  return [...twice, ...versions, ...instruments, ...asked(protocol)];
}

const secondOf = (ids: readonly string[]): number[] => ids.flatMap((id, n) => (ids.indexOf(id) < n ? [n] : []));

const idTwice = (pointer: string, id: string): Finding =>
  error(
    pointer,
    'id-twice',
    `"${id}" står her to gange. Giv hver sit eget navn, eller slet den ene.`,
    `"${id}" stands here twice. Give each a name of its own, or delete one.`,
  );

/** A choice and a criterion are answered on the same screen: one name cannot stand for both. */
function asked({ screening = [], eligibility }: Protocol): Finding[] {
  return screening.flatMap(({ id }, n) =>
    id === 'site' || eligibility.some(({ item }) => item === id)
      ? [
          error(
            `/screening/${n}/id`,
            'screening-id-taken',
            `"${id}" bruges allerede til andet ved indgangen. Giv spørgsmålet et andet id.`,
            `"${id}" already means something else at screening. Give the item another id.`,
          ),
        ]
      : [],
  );
}
