import { Type } from '@sinclair/typebox';
import { friedman, jonckheere } from '../effect/ordered-ranks';
import { sortLevels } from '../effect/model-matrix';
import { accountOf } from './contrast';
import { AtVisit, Column, decline, methodOf } from './method';
import { rowsOf } from './rows';
import { longData, Outcomes } from './visits';

const options = {
  outcome: Column,
  at: AtVisit,
  order: Type.Optional(
    Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 2, description: 'The arms in their order.' }),
  ),
};

/** Jonckheere and Terpstra's test of a trend over arms in order, as of doses; it estimates nothing. See methods/ranks.md. */
export const jonckheereMethod = methodOf(options, (asked, data) => {
  const rows = rowsOf(data, { numbers: [asked.outcome], arm: true, at: asked.at });
  if ('refused' in rows) return rows;
  if (rows.rows === 0) return decline('no-data', 'No row holds both an arm and an outcome.', rows);
  if (rows.arms.length < 2) return decline('one-arm', `Everybody is in “${rows.arms[0]}”, so there is nothing to compare.`, rows);
  if (asked.order === undefined && rows.arms.some((arm) => !Number.isFinite(Number(arm))))
    return decline(
      'no-order',
      'The arms are not numbers, so their order is not known. Say "order": ["none", "some", "much"].',
      rows,
    );
  const order = asked.order?.map(String) ?? sortLevels(rows.arms);
  const missing = rows.arms.find((arm) => !order.includes(arm));
  if (missing !== undefined) return decline('no-order', `“order” leaves out the arm “${missing}”. Name every arm.`, rows);
  const outcome = rows.numbers(asked.outcome);
  if (outcome.every((value) => value === outcome[0]))
    return decline('no-variance', 'Everyone has the same outcome, so ranks tell nothing.', rows);
  const arms = order.filter((arm) => rows.arms.includes(arm));
  const test = jonckheere(arms.map((arm) => outcome.filter((_, i) => rows.arm[i] === arm)));
  return { n: rows.n, nByArm: rows.nByArm, contrasts: [], warnings: [], details: { order: arms, ...test, ...accountOf(rows) } };
});

/** Friedman's test that visits, or columns, of the same people are alike; it estimates nothing. See methods/ranks.md. */
export const friedmanMethod = methodOf({ outcome: Outcomes }, (asked, given) => {
  const long = longData(given, asked.outcome);
  if ('refused' in long) return long;
  const { visit } = long.data.layout;
  if (visit === undefined)
    return decline(
      'no-visit',
      'The test compares visits: name their column as "visit" under "data", or give the outcome as several columns.',
    );
  const rows = rowsOf(long.data, { numbers: [long.outcome], labels: [visit], arm: false, repeated: true });
  if ('refused' in rows) return rows;
  const [visits, outcome] = [rows.labels(visit), rows.numbers(long.outcome)];
  const found = [...new Set(visits)];
  const levels = long.data.visits?.filter((level) => found.includes(level)) ?? sortLevels(found);
  const people = new Map<string, Map<string, number>>();
  for (const [i, who] of rows.participant.entries()) {
    const own = people.get(who) ?? new Map<string, number>();
    if (own.has(visits[i]!))
      return decline('visit-twice', `“${who}” has two rows at visit “${visits[i]}”. Keep one of them.`, rows);
    people.set(who, own.set(visits[i]!, outcome[i]!));
  }
  const complete = [...people.values()].filter((own) => own.size === levels.length);
  const counted = { n: complete.length, nByArm: {} };
  if (levels.length < 2 || complete.length < 2)
    return decline(
      'too-few',
      `${complete.length} people have all ${levels.length} outcomes; the test needs two people and two visits.`,
      counted,
    );
  const test = friedman(complete.map((own) => levels.map((level) => own.get(level)!)));
  if (test === null) return decline('no-variance', 'Nobody’s outcomes differ from one visit to another.', counted);
  return {
    ...counted,
    contrasts: [],
    warnings: [],
    details: { visits: levels, ...test, incomplete: people.size - complete.length, ...accountOf(rows) },
  };
});
