import type { Criterion } from '../model/protocol';

export type ScreeningAnswers = Readonly<Record<string, number | boolean>>;

/** Whether all criteria hold, and the ids of those that do not. A missing or mistyped answer is unmet, never assumed. */
export function assess(criteria: readonly Criterion[], answers: ScreeningAnswers): { eligible: boolean; unmet: string[] } {
  const unmet = criteria.filter((criterion) => !holds(criterion, answers[criterion.item])).map(({ id }) => id);
  return { eligible: unmet.length === 0, unmet };
}

function holds(criterion: Criterion, answer: number | boolean | undefined): boolean {
  if (criterion.is !== undefined) return answer === criterion.is;
  if (typeof answer !== 'number' || !Number.isFinite(answer)) return false;
  return (
    (criterion.atLeast === undefined || answer >= criterion.atLeast) &&
    (criterion.atMost === undefined || answer <= criterion.atMost)
  );
}

/** The first item that is not answered in the kind its criterion asks for, or that no criterion asks; null where all are right. */
export function wrongAnswer(criteria: readonly Criterion[], answers: ScreeningAnswers): string | null {
  const unfit = criteria.find(({ item, is }) => {
    const answer = answers[item];
    return is !== undefined ? typeof answer !== 'boolean' : typeof answer !== 'number' || !Number.isFinite(answer);
  });
  return unfit?.item ?? Object.keys(answers).find((item) => !criteria.some((criterion) => criterion.item === item)) ?? null;
}
