import type { Criterion, Protocol } from '../model/protocol';

/** By item: a number, a yes or no, or the id of a choice. */
export type ScreeningAnswer = number | boolean | string;
export type ScreeningAnswers = Readonly<Record<string, ScreeningAnswer>>;

/** What is asked at screening: the criteria of entry, and items that serve as strata. */
export type Asked = Pick<Protocol, 'eligibility' | 'screening'>;

/** Whether all criteria hold, and the ids of those that do not. A missing or mistyped answer is unmet, never assumed. */
export function assess(criteria: readonly Criterion[], answers: ScreeningAnswers): { eligible: boolean; unmet: string[] } {
  const unmet = criteria.filter((criterion) => !holds(criterion, answers[criterion.item])).map(({ id }) => id);
  return { eligible: unmet.length === 0, unmet };
}

function holds(criterion: Criterion, answer: ScreeningAnswer | undefined): boolean {
  if (criterion.is !== undefined) return answer === criterion.is;
  if (typeof answer !== 'number' || !Number.isFinite(answer)) return false;
  const { 'at-least': least, 'at-most': most } = criterion;
  return (least === undefined || answer >= least) && (most === undefined || answer <= most);
}

/** The first item that is not answered in the kind it is asked in, or that nobody asks; null where all are right. */
export function wrongAnswer({ eligibility, screening = [] }: Asked, answers: ScreeningAnswers): string | null {
  const unfit = eligibility.find(({ item, is }) => {
    const answer = answers[item];
    return is !== undefined ? typeof answer !== 'boolean' : typeof answer !== 'number' || !Number.isFinite(answer);
  });
  if (unfit) return unfit.item;
  const unchosen = screening.find(({ id, choices }) => !choices.some((choice) => choice.id === answers[id]));
  if (unchosen) return unchosen.id;
  const asked = new Set([...eligibility.map(({ item }) => item), ...screening.map(({ id }) => id)]);
  return Object.keys(answers).find((item) => !asked.has(item)) ?? null;
}
