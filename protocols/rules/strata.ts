import type { Protocol } from '../model/protocol';
import type { Way } from '../model/way';
import { last } from './journey';

/** A screening answer that is a number, for each item asked; what an optimal design balances beside its factors. */
export function numbersOf(way: Way): Record<string, number> {
  const answers = (last(way, 'screened')?.detail.answers ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(answers).flatMap(([id, answer]) => (typeof answer === 'number' ? [[id, answer]] : [])),
  );
}

/**
 * The level of each factor a trial may be stratified by, for one participant: the site, and the choices made at the last screening.
 * A factor without a level is left out, so that `stratumKey` names it: without all of them there is no draw.
 */
export function levelsOf({ screening = [] }: Pick<Protocol, 'screening'>, way: Way): Record<string, string> {
  const answers = last(way, 'screened')?.detail.answers as Readonly<Record<string, unknown>> | undefined;
  const chosen = screening.flatMap(({ id }) => {
    const answer = answers?.[id];
    return typeof answer === 'string' ? [[id, answer] as const] : [];
  });
  return { ...Object.fromEntries(chosen), site: way.site };
}
