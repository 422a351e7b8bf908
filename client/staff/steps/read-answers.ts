import type { Criterion } from '#protocols/model/protocol';

/** What can be asked for a typed answer: a form, or anything that gives text by name. */
interface Given {
  get: (name: string) => unknown;
}

/**
 * Reads the answers to the criteria as typed: whole numbers, or "yes" and "no".
 * @returns the answers, and the items that have none or none that can be read. Nothing is assumed.
 */
export function readAnswers(
  questions: readonly Criterion[],
  given: Given,
): { answers: Record<string, number | boolean>; missing: string[] } {
  const answers: Record<string, number | boolean> = {};
  const missing: string[] = [];
  for (const { item, is } of questions) {
    const typed = String(given.get(item) ?? '').trim();
    if (is === undefined ? /^\d{1,9}$/.test(typed) : typed === 'yes' || typed === 'no') {
      answers[item] = is === undefined ? Number(typed) : typed === 'yes';
    } else missing.push(item);
  }
  return { answers, missing };
}
