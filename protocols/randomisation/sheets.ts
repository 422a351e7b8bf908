/**
 * Sealed sheets for a day without power: lots drawn beforehand at addresses of their own. A sheet says which letter stands for which arm, in
 * an order of its own; a list kept by somebody else says each sheet's letter. Either alone says nothing: the letters of a sheet are in a
 * uniformly random order that owes nothing to its lot.
 */
import type { ArmShare } from '../model/scheme';
import { drawVersion, openStream, openTraced, shuffle, uniformInt, type Address, type Trace } from './draw';

/** Which sheet of which list, of which scheme. Sheets are numbered from 1. */
export interface SheetPlace {
  trial: string;
  scheme: string;
  list: string;
  sheet: number;
}

/** Letters that are told apart on a bad line, and that are no arm's name. */
const LETTERS = 'KMRSTVXZGH';

const addressOf = (purpose: 'sheet' | 'sheet-letters', { trial, scheme, list, sheet }: SheetPlace): Address => [
  drawVersion,
  trial,
  scheme,
  purpose,
  list,
  String(sheet),
];

/** The lot of a sheet: each draw independent, in the arms' ratio, so that no sheet tells of another. */
export function drawSheet(
  seed: Uint8Array,
  arms: readonly ArmShare[],
  place: SheetPlace,
): { arm: string; probabilities: Record<string, number>; trace: Trace } {
  const { stream, trace } = openTraced(seed, addressOf('sheet', place));
  const parts = arms.flatMap(({ id, ratio }) => Array.from({ length: ratio }, () => id));
  const arm = parts[uniformInt(stream, parts.length)]!;
  return { arm, probabilities: Object.fromEntries(arms.map(({ id, ratio }) => [id, ratio / parts.length])), trace };
}

/** What stands on the sheet: a letter for each arm, by letter. */
export function lettersOf(seed: Uint8Array, arms: readonly ArmShare[], place: SheetPlace): { letter: string; arm: string }[] {
  const order = shuffle(
    openStream(seed, addressOf('sheet-letters', place)),
    arms.map(({ id }) => id),
  );
  return order.map((arm, index) => ({ letter: LETTERS[index]!, arm }));
}

/** What stands on the list of keys: the letter of the sheet's lot. */
export function keyOf(seed: Uint8Array, arms: readonly ArmShare[], place: SheetPlace): string {
  const { arm } = drawSheet(seed, arms, place);
  return lettersOf(seed, arms, place).find((one) => one.arm === arm)!.letter;
}
