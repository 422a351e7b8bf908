import { Type } from '@sinclair/typebox';
import { disclosureOf } from '../describe/disclosure';
import { AtVisit, Column, decline, methodOf } from './method';
import { rowsOf } from './rows';

const options = {
  at: AtVisit,
  quasi: Type.Array(Column, { minItems: 1, uniqueItems: true, description: 'What somebody outside may know of a person.' }),
  sensitive: Column,
};

/** So many of the smallest classes are shown. */
const SHOWN = 8;
/** Below this size a class is pointed at. */
const SMALL = 5;

/** How easily people in a file are told apart by what others may know of them: k, l and t. See methods/disclosure.md. */
export const disclosureMethod = methodOf(options, (asked, data) => {
  if (asked.quasi.includes(asked.sensitive))
    return decline('column-in-two-parts', `“${asked.sensitive}” is known to others and sensitive. Remove it from “quasi”.`);
  const rows = rowsOf(data, { optional: [...asked.quasi, asked.sensitive], arm: false, at: asked.at });
  if ('refused' in rows) return rows;
  if (rows.rows === 0) return decline('no-data', 'The file has no rows to look at.', rows);
  const own = disclosureOf(
    asked.quasi.map((name) => rows.optional(name)),
    rows.optional(asked.sensitive),
  );
  const people = (chosen: (one: (typeof own.classes)[number]) => boolean) =>
    own.classes.reduce((total, one) => total + (chosen(one) ? one.size : 0), 0);
  const sizes = new Map<number, number>();
  for (const { size } of own.classes) sizes.set(size, (sizes.get(size) ?? 0) + 1);
  const few = people(({ size }) => size < SMALL);
  return {
    n: rows.n,
    nByArm: {},
    contrasts: [],
    warnings:
      few > 0
        ? [
            {
              code: 'small-classes',
              detail: `${few} people are alike to fewer than four others. Show less, or more coarsely, before the file leaves the house.`,
            },
          ]
        : [],
    details: {
      classes: own.classes.length,
      k: own.classes[0]!.size,
      unique: people(({ size }) => size === 1),
      below: Object.fromEntries([2, 3, 5, 10].map((limit) => [limit, people(({ size }) => size < limit)])),
      sizes: Object.fromEntries(sizes),
      meanRisk: own.meanRisk,
      highestRisk: own.highestRisk,
      l: {
        distinct: Math.min(...own.classes.map(({ different }) => different)),
        entropy: Math.min(...own.classes.map(({ diversity }) => diversity)),
        peopleWithOne: people(({ different }) => different < 2),
        peopleBelowThree: people(({ different }) => different < 3),
      },
      t: Math.max(...own.classes.map(({ distance }) => distance)),
      smallest: own.classes.slice(0, SHOWN).map(({ values, size }) => ({ values, size })),
    },
  };
});
