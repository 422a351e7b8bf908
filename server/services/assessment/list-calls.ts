import type { listCalls as promise } from '#contract/staff/assessment';
import { mayBeCalled, MOST_TRIES } from '#protocols/rules/calls';
import { versionOf } from '../../context';
import { listCallable, type Callable } from '../../db/stores/calls';
import type { Service } from '../../http/serve';
import { peopleOf } from '../../people';

const PAGE = 500;

/** Whom to telephone now, those whose window closes first at the top. Names are read for those on the list alone. */
export const listCalls: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, scope, versions, now } = context;
  const everybody: Callable[] = [];
  for (let after = '0'; ;) {
    const page = await database.research.within(scope, (tx) => listCallable(tx, trial, after, PAGE));
    everybody.push(...page);
    if (page.length < PAGE) break;
    after = page.at(-1)!.position;
  }

  const due = everybody.flatMap(({ way, newest, calls }) =>
    versionOf(versions, way.version).waves.flatMap((wave) => {
      const at = newest[wave.id];
      const may = mayBeCalled(wave, way, now, calls, at === undefined ? undefined : new Date(at));
      return 'refused' in may
        ? []
        : [{ way, wave, closesAt: may.closesAt, tries: calls.filter((call) => call.wave === wave.id) }];
    }),
  );
  const people = await peopleOf(
    context,
    due.map(({ way }) => way.participant),
    'calls',
  );

  return {
    mostTries: MOST_TRIES,
    calls: due
      .toSorted((a, b) => a.closesAt.getTime() - b.closesAt.getTime() || a.way.code.localeCompare(b.way.code))
      .map(({ way, wave, closesAt, tries }) => ({
        code: way.code,
        name: people.get(way.participant)?.name ?? null,
        telephone: people.get(way.participant)?.telephone ?? null,
        language: way.language,
        wave: { id: wave.id, title: wave.title },
        closesAt: closesAt.toISOString(),
        tries: tries.map(({ outcome, at, nextOn }) => ({ outcome, at, nextOn })),
      })),
  };
};
