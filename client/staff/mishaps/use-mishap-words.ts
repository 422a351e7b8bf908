import type { Reply } from '#contract/endpoint';
import type { listMishaps } from '#contract/staff/mishaps';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';

export type Mishap = Reply<typeof listMishaps>['mishaps'][number];

/** The sentences that tell of one mishap, in the trial's own words for factors and arms. */
export function useMishapWords(): (mishap: Mishap) => string[] {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const { arms, sites, screening = [] } = useRead(endpoints.readTrial, { params: { trial } });
  const { list, person } = words.mishaps;
  const armName = (id: string) => text(arms.find((arm) => arm.id === id)?.name ?? { da: id });
  const reasons = { ...person.errors, ...person.forcedReasons, ...person.keeps };

  return ({ other, reason, factor, forced }) => {
    const item = screening.find(({ id }) => id === factor?.id);
    const choices = item
      ? item.choices.map(({ id, title }) => ({ id, name: text(title) }))
      : sites.map(({ id, name }) => ({ id, name }));
    const levelName = (id: string) => choices.find((choice) => choice.id === id)?.name ?? id;
    return [
      ...(reason === null ? [] : [wordOf(reasons, reason)]),
      ...(other === null ? [] : [list.of(showCode(other))]),
      ...(factor
        ? [list.factor(item ? text(item.question) : person.site, levelName(factor.used), levelName(factor.corrected))]
        : []),
      ...(forced ? [list.given(armName(forced.intended), armName(forced.given))] : []),
    ];
  };
}
