import type { Blank, CorrectionReason } from '#protocols/model/fact';

export type CorrectionMistake = 'participant' | 'instrument' | 'item' | 'code' | 'seen' | 'reason';

interface Correction {
  wave: string;
  instrument: string;
  item: string;
  code: number | null;
  blank: Blank | null;
  seen: number;
  reason: CorrectionReason;
}

interface Given {
  get: (name: string) => unknown;
}

/**
 * Reads a correction as typed.
 * @returns the correction where every field can be read, else the fields that cannot; whether they are true is the server's to say.
 */
export function readCorrection(
  given: Given,
  isBlank: boolean,
  blanks: readonly Blank[],
  reasons: readonly CorrectionReason[],
): { participant: string; correction: Correction | null; mistakes: CorrectionMistake[] } {
  const typed = (field: string): string => String(given.get(field) ?? '').trim();
  const participant = typed('participant');
  const blank = isBlank ? blanks.find((known) => known === typed('blank')) : null;
  const reason = reasons.find((known) => known === typed('reason'));
  const mistakes: CorrectionMistake[] = [];
  if (participant.length < 7) mistakes.push('participant');
  if (!typed('instrument')) mistakes.push('instrument');
  if (!typed('item')) mistakes.push('item');
  if (!isBlank && !/^-?\d{1,9}$/.test(typed('code'))) mistakes.push('code');
  if (!/^[1-9]\d{0,5}$/.test(typed('seen'))) mistakes.push('seen');
  if (!reason) mistakes.push('reason');
  if (mistakes.length > 0 || !reason || blank === undefined) return { participant, correction: null, mistakes };
  return {
    participant,
    correction: {
      wave: typed('wave'),
      instrument: typed('instrument'),
      item: typed('item'),
      code: isBlank ? null : Number(typed('code')),
      blank,
      seen: Number(typed('seen')),
      reason,
    },
    mistakes,
  };
}
