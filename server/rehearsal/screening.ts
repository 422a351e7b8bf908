import type { Criterion, Protocol } from '#protocols/model/protocol';
import type { ScreeningAnswer, ScreeningAnswers } from '#protocols/rules/eligibility';
import type { ScriptedChance } from '../demonstration/scripted-chance';

/** How far above a lower bound ages and the like are spread. */
const SPREAD = 60;

/** Answers at screening: all criteria met, or, for whoever cannot take part, the last of them not. */
export function screeningFor(protocol: Protocol, chance: ScriptedChance, meets: boolean): ScreeningAnswers {
  const { eligibility } = protocol;
  const answers: Record<string, ScreeningAnswer> = {};
  for (const criterion of eligibility) answers[criterion.item] = fitting(criterion, eligibility, chance);
  for (const { id, choices } of protocol.screening ?? []) answers[id] = choices[chance.whole(choices.length)]!.id;
  if (!meets) {
    const failed = eligibility[eligibility.length - 1]!;
    answers[failed.item] = unfit(failed);
  }
  return answers;
}

/** A value that every criterion on the same item accepts. */
function fitting(criterion: Criterion, all: readonly Criterion[], chance: ScriptedChance): number | boolean {
  if (criterion.is !== undefined) return criterion.is;
  const same = all.filter(({ item }) => item === criterion.item);
  const lowest = Math.max(...same.map((one) => one['at-least'] ?? -Infinity));
  const highest = Math.min(...same.map((one) => one['at-most'] ?? Infinity));
  const from = Number.isFinite(lowest) ? lowest : highest - SPREAD;
  const to = Number.isFinite(highest) ? highest : from + SPREAD;
  return from + chance.whole(Math.max(1, Math.floor(to - from)));
}

function unfit({ is, 'at-least': least, 'at-most': most }: Criterion): number | boolean {
  if (is !== undefined) return !is;
  return least === undefined ? most! + 1 : least - 1;
}
