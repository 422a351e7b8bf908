import type { Reply } from '#contract/endpoint';
import type { listMishaps as promise } from '#contract/staff/mishaps';
import { lockOf } from '../../db/stores/dataset';
import { countForced, listMishapRows, pauseOf, type MishapRow } from '../../db/stores/mishaps';
import type { Service } from '../../http/serve';
import { actorNames } from '../../people';

type Listed = Reply<typeof promise>['mishaps'][number];

/** The kinds that wait for a second person, and the kind by which that one answers. */
const ANSWERED_BY: Readonly<Record<string, string>> = {
  'in-error-reported': 'marked-in-error',
  'replacement-proposed': 'allocated-as-replacement',
};

/** What went wrong with draws at my sites. Given arms come only where the scope reads arms, or after the lock. */
export const listMishaps: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { database, scope, actor, under } = context;
  const lock = await lockOf(database.research, trial);
  const pause = await pauseOf(database.research, trial);
  const reads = lock?.lockedBy && under.site === null ? 'dataset' : scope.reads;
  const { rows, forced } = await database.research.within({ ...scope, reads }, async (tx) => ({
    rows: await listMishapRows(tx, trial),
    forced: await countForced(tx, trial),
  }));
  const nameOf = await actorNames(context, [...rows.map((row) => row.actor), ...(pause ? [pause.actor] : [])]);

  const isDone = (row: MishapRow): boolean => {
    const answer = ANSWERED_BY[row.kind];
    return answer === undefined || rows.some(({ code, kind }) => code === row.code && kind === answer);
  };
  return {
    paused: pause ? { reason: pause.reason as never, at: pause.at, by: nameOf(pause.actor) } : null,
    mishaps: rows.map((row) => {
      const { code, kind, at, other, reason, detail } = row;
      const { factor, used, corrected, intended, given } = detail;
      return {
        ...{ code, kind: kind as Listed['kind'], at, by: nameOf(row.actor), other, reason },
        factor: kind === 'factor-corrected' ? { id: factor!, used: used!, corrected: corrected! } : null,
        forced: kind === 'allocation-forced' ? { intended: intended!, given: given! } : null,
        waits: !isDone(row),
        mine: row.actor === actor,
      };
    }),
    forced,
  };
};
