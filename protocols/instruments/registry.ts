/** The instruments that ship. Whatever a file claims beyond its type is checked by a test, not each time a screen opens. */
import type { Instrument, ResponseScale, Wording } from '../model/instrument';
import type { Language } from '../model/text';
import { writePlaceholder } from './placeholder';
import { instruments } from './shipped';
import { wordings } from './shipped-wordings';

/** Where the words on a screen come from: they ship here, the study supplied them, or nobody has yet. */
export type ShownWording = Wording & { origin: 'shipped' | 'study' | 'placeholder' };

/** What a wording lacks or has too much of, by item or by `scale/code`. */
export type WordingFault = {
  code: 'item-missing' | 'item-unknown' | 'code-missing' | 'code-unknown' | 'order-differs' | 'other-instrument';
  at: string;
};

/** The ids of all instruments that ship. */
export function instrumentIds(): string[] {
  return instruments.map(({ id }) => id);
}

/** The instrument of that id, or undefined where none ships. */
export function instrumentOf(id: string): Instrument | undefined {
  return instruments.find((instrument) => instrument.id === id);
}

/** As `instrumentOf`, also by another name the field has for it: for people who type a name, never for a protocol. */
export function instrumentNamed(name: string): Instrument | undefined {
  return instrumentOf(name) ?? instruments.find(({ aliases }) => aliases?.includes(name));
}

/** Every name that `instrumentNamed` knows, in order. */
export function instrumentNames(): string[] {
  return instruments.flatMap(({ id, aliases = [] }) => [id, ...aliases]).sort();
}

/**
 * The words to show. A study's own wording of this instrument and language comes first and is taken whole: texts of two
 * translations are never mixed; a hole in it shows the placeholder sentence (`findWordingFaults` names it beforehand). Then
 * the wording that ships. Where there is none, sentences that say so, for demonstrations and rehearsals only.
 * @param study the wordings that the trial brings
 * @returns a wording with a text for every item and code of the instrument.
 */
export function wordingOf(instrument: Instrument, language: Language, study: readonly Wording[] = []): ShownWording {
  const isOurs = (wording: Wording) => wording.instrument === instrument.id && wording.language === language;
  const own = study.find(isOurs);
  if (own) return fillHoles(own, placeholderOf(instrument, language));
  const shipped = wordings.find(isOurs);
  return shipped ? { ...shipped, origin: 'shipped' } : placeholderOf(instrument, language);
}

/** The codes of a scale that need words: all there are to choose among, but the two ends alone of a rating or a number. */
export function wordedCodes(scale: ResponseScale): readonly number[] {
  if (scale.kind === 'number') return scale.range;
  return scale.kind === 'rating' ? [scale.codes[0]!, scale.codes.at(-1)!] : scale.codes;
}

/** Checks that a wording has a text for every item and every code, in an order that names each item once, and nothing else. */
export function findWordingFaults(instrument: Instrument, wording: Wording): WordingFault[] {
  const items = instrument.items.map(({ id }) => id);
  const codes = instrument.scales.flatMap((scale) => wordedCodes(scale).map((code) => `${scale.id}/${code}`));
  // Between its ends a rating may have words or none: both are printed forms.
  const between = instrument.scales.flatMap((scale) =>
    scale.kind === 'rating' ? scale.codes.map((code) => `${scale.id}/${code}`) : [],
  );
  const worded = Object.entries(wording.codes).flatMap(([scale, texts]) => Object.keys(texts).map((code) => `${scale}/${code}`));
  const faults = (code: WordingFault['code'], wanted: readonly string[], there: readonly string[]) =>
    wanted.filter((id) => !there.includes(id)).map((at) => ({ code, at }));
  return [
    ...(wording.instrument === instrument.id ? [] : [{ code: 'other-instrument' as const, at: wording.instrument }]),
    ...faults('item-missing', items, Object.keys(wording.items)),
    ...faults('item-unknown', [...Object.keys(wording.items), ...(wording.alone ?? [])], items),
    ...faults('code-missing', codes, worded),
    ...faults('code-unknown', worded, [...codes, ...between]),
    ...([...wording.order].sort().join() === [...items].sort().join()
      ? []
      : [{ code: 'order-differs' as const, at: wording.order.join() }]),
  ];
}

function placeholderOf(instrument: Instrument, language: Language): ShownWording {
  return { ...writePlaceholder(instrument, language, wordedCodes), origin: 'placeholder' };
}

function fillHoles(own: Wording, placeholder: ShownWording): ShownWording {
  const known = own.order.filter((id) => id in placeholder.items);
  return {
    ...own,
    origin: 'study',
    items: { ...placeholder.items, ...own.items },
    codes: Object.fromEntries(
      Object.entries(placeholder.codes).map(([scale, texts]) => [scale, { ...texts, ...own.codes[scale] }]),
    ),
    order: [...known, ...placeholder.order.filter((id) => !known.includes(id))],
  };
}
