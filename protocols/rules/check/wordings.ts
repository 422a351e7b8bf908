import type { Protocol } from '../../model/protocol';
import { instrumentOf, wordingOf } from '../../instruments/registry';
import { warning, type Finding } from './finding';

/** Instruments whose words do not ship in a language of the trial: the study supplies them. Each is told once, where first asked. */
export function findWordingGaps({ waves, languages = ['da'] }: Protocol): Finding[] {
  const told = new Set<string>();
  return waves.flatMap(({ instruments }, w) =>
    instruments.flatMap((id, n) => {
      const instrument = instrumentOf(id);
      if (!instrument || told.has(id)) return [];
      told.add(id);
      const without = languages.filter((language) => wordingOf(instrument, language).origin === 'placeholder');
      if (without.length === 0) return [];
      const which = without.map((language) => `"${language}"`).join(' og ');
      return [
        warning(
          `/waves/${w}/instruments/${n}`,
          'wording-to-supply',
          `Ordene i "${id}" følger ikke med på ${which}. Læg jeres egne i "wordings/"; indtil da vises en pladsholder, og et rigtigt forsøg kan ikke åbne.`,
          `The words of "${id}" do not ship in ${which.replace(' og ', ' and ')}. Put your own in "wordings/"; until then a placeholder is shown, and a real trial cannot open.`,
        ),
      ];
    }),
  );
}
