import type { Protocol } from '../model/protocol';
import { canonicalise } from '../model/canonical';
import { daysOf } from './calendar';
import { error, type Finding } from './check/finding';

/**
 * What holds for a participant of an earlier version: consent text, waves and instruments are their own; lottery, letters, safety,
 * disclosure and analysis are those in force. A change that makes people safer reaches everybody at once.
 */
export function asInForce(own: Protocol, inForce: Protocol): Protocol {
  if (own === inForce) return own;
  const { analysis, safety, randomisation, arms, letters, disclosure } = inForce;
  return { ...own, analysis, safety, randomisation, arms, letters, disclosure };
}

/**
 * What stands against putting `next` in force after `versions` (oldest first): things that would change what people said yes to, what
 * was drawn, or what was promised.
 * @param peopled sites where somebody is registered
 */
export function findVersionFaults(versions: readonly Protocol[], next: Protocol, peopled: readonly string[]): Finding[] {
  const before = versions[versions.length - 1]!;
  const isPeopled = peopled.length > 0;
  const same = (a: unknown, b: unknown) => canonicalise(a ?? null) === canonicalise(b ?? null);
  const frozen = ([key, da, en]: readonly ['id' | 'simulated' | 'design' | 'legalBasis', string, string]): Finding[] =>
    same(before[key], next[key])
      ? []
      : [
          error(
            `/${key}`,
            'frozen',
            `${da} kan ikke ændres i et forsøg, der er åbnet. Skriv "${String(before[key])}".`,
            `${en} cannot change in a trial that is open. Write "${String(before[key])}".`,
          ),
        ];
  return [
    ...(
      [
        ['id', 'Forsøgets id', 'The trial’s id'],
        ['simulated', 'Om menneskene er simulerede,', 'Whether the people are simulated'],
        ['design', 'Designet', 'The design'],
        ['legalBasis', 'Det retlige grundlag', 'The legal basis'],
      ] as const
    ).flatMap(frozen),
    ...(isHigher(next.version, before.version)
      ? []
      : [
          error(
            '/version',
            'version-not-higher',
            `Versionen skal være højere end ${before.version}, som gælder nu.`,
            `The version must be higher than ${before.version}, which is in force.`,
          ),
        ]),
    ...armFaults(before, next),
    ...schemeFaults(versions, next, same),
    ...before.sites
      .filter(({ id }) => peopled.includes(id) && !next.sites.some((site) => site.id === id))
      .map(({ id }) =>
        error(
          '/sites',
          'site-with-people',
          `Der er deltagere på "${id}", så stedet kan ikke fjernes. Behold det.`,
          `There are participants at "${id}", so the site cannot be removed. Keep it.`,
        ),
      ),
    ...(isPeopled ? [...windowFaults(before, next), ...textFaults(before, next, same)] : []),
  ];
}

function isHigher(one: string, other: string): boolean {
  const parts = (version: string) => version.split('.').map(Number);
  const those = parts(other);
  const first = parts(one).findIndex((part, n) => part !== those[n]);
  return first >= 0 && parts(one)[first]! > those[first]!;
}

function armFaults(before: Protocol, next: Protocol): Finding[] {
  const ids = ({ arms }: Protocol) => arms.map(({ id }) => id);
  // An arm may be added behind the others; whoever is drawn belongs to one that stays.
  if (ids(before).every((id, n) => ids(next)[n] === id)) return [];
  return [
    error(
      '/arms',
      'arms-changed',
      'De arme, der er, kan ikke ændres i et forsøg, der er åbnet: de, der er trukket, ville høre til en anden. Sæt en ny arm bagest, eller åbn et nyt forsøg.',
      'The arms there are cannot change in a trial that is open: those drawn would belong to another. Put a new arm last, or open a new trial.',
    ),
  ];
}

function schemeFaults(versions: readonly Protocol[], next: Protocol, same: (a: unknown, b: unknown) => boolean): Finding[] {
  const before = versions[versions.length - 1]!;
  const lots = ({ randomisation, arms }: Protocol) => ({ randomisation, ratios: arms.map(({ id, ratio }) => [id, ratio]) });
  if (same(lots(before), lots(next))) return [];
  const used = versions.map(({ randomisation }) => randomisation?.id);
  if (!used.includes(next.randomisation?.id)) return [];
  return [
    error(
      '/randomisation/id',
      'scheme-id-used',
      'Lodtrækningen er ændret og skal begynde forfra i friske lag. Giv den et nyt id, der ikke har været brugt.',
      'The lottery has changed and must begin afresh in strata of its own. Give it a new id that has not been used.',
    ),
  ];
}

/** Somebody may be in the window now: what was offered is never shortened. */
function windowFaults(before: Protocol, next: Protocol): Finding[] {
  return next.waves.flatMap((wave, n) => {
    const known = before.waves.find(({ id }) => id === wave.id);
    if (!known || daysOf(wave.window.closes) >= daysOf(known.window.closes)) return [];
    return [
      error(
        `/waves/${n}/window/closes`,
        'window-shortened',
        `"${wave.id}" kan være åben for nogen nu og må ikke lukke før ${known.window.closes}. Behold det, eller giv en ny runde et nyt id.`,
        `"${wave.id}" may be open for somebody now and must not close before ${known.window.closes}. Keep that, or give a new wave a new id.`,
      ),
    ];
  });
}

/** A text somebody may have signed is never rewritten under the same number. */
function textFaults(before: Protocol, next: Protocol, same: (a: unknown, b: unknown) => boolean): Finding[] {
  return before.consent.versions
    .filter((text) => !next.consent.versions.some((other) => other.version === text.version && same(other, text)))
    .map(({ version }) =>
      error(
        '/consent/versions',
        'text-rewritten',
        `Teksten "${version}" kan være skrevet under. Behold den ordret, og tilføj den nye som en version efter den.`,
        `The text "${version}" may have been signed. Keep it word for word, and add the new one as a version after it.`,
      ),
    );
}
