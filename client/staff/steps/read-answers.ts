import type { Criterion, ScreeningItem } from '#protocols/model/protocol';
import type { ScreeningAnswer } from '#protocols/rules/eligibility';

/** What can be asked for a typed answer: a form, or anything that gives text by name. */
interface Given {
  get: (name: string) => unknown;
}

/**
 * Reads the answers as typed: to the criteria whole numbers, or "yes" and "no"; to the other items the id of a choice.
 * @returns the answers, and the items that have none or none that can be read. Nothing is assumed.
 */
export function readAnswers(
  questions: readonly Criterion[],
  items: readonly ScreeningItem[],
  given: Given,
): { answers: Record<string, ScreeningAnswer>; missing: string[] } {
  const answers: Record<string, ScreeningAnswer> = {};
  const missing: string[] = [];
  for (const { item, is } of questions) {
    const typed = String(given.get(item) ?? '').trim();
    if (is === undefined ? /^\d{1,9}$/.test(typed) : typed === 'yes' || typed === 'no') {
      answers[item] = is === undefined ? Number(typed) : typed === 'yes';
    } else missing.push(item);
  }
  for (const { id, choices } of items) {
    const chosen = given.get(id);
    if (choices.some((choice) => choice.id === chosen)) answers[id] = String(chosen);
    else missing.push(id);
  }
  return { answers, missing };
}
