import { type Static, Type } from '@sinclair/typebox';
import type { Text } from '#protocols/model/text';
import { resourceTitle } from '#protocols/rules/resource-use';
import type { Frame } from '../data/frame';
import type { DataProblem } from '../data/table';
import { Column, decline, type Declined } from './method';
import { problemOf } from './sheet';

/** What a person used, and what one of it costs: prices are data of the plan, each with its year and source. */
export const Resources = Type.Record(
  Type.String(),
  Type.Object(
    {
      columns: Type.Array(Column, { minItems: 1, uniqueItems: true, description: 'Amounts used, added together.' }),
      price: Type.Number({ minimum: 0 }),
      year: Type.Integer({ minimum: 1990, maximum: 2200, description: 'Of the price level.' }),
      source: Type.String({ minLength: 1, description: 'Where the price comes from.' }),
    },
    { additionalProperties: false },
  ),
  { minProperties: 1 },
);

export const Cost = Type.Union([Column, Type.Object({ resources: Resources }, { additionalProperties: false })]);
export type Cost = Static<typeof Cost>;

/** The cost of each row, null where an amount is missing, and what of it each resource makes up. */
export interface Costs {
  readonly total: readonly (number | null)[];
  readonly resources: readonly {
    id: string;
    title: Text | null;
    price: number;
    year: number;
    source: string;
    cost: readonly (number | null)[];
  }[];
}

export function costsOf(frame: Frame, asked: Cost): Costs | Declined {
  if (typeof asked === 'string') {
    const total = frame.numbers(asked);
    return Array.isArray(total) ? { total: total as readonly (number | null)[], resources: [] } : problemOf(total as DataProblem);
  }
  const entries = Object.entries(asked.resources);
  const levels = [...new Set(entries.map(([, { year }]) => year))];
  if (levels.length > 1)
    return decline('price-levels', `Prices are of ${levels.sort().join(', ')}. Bring them to one year before they are added.`);
  const resources: Costs['resources'][number][] = [];
  for (const [id, { columns, price, year, source }] of entries) {
    const amounts: (readonly (number | null)[])[] = [];
    for (const name of columns) {
      const values = frame.numbers(name);
      if (!Array.isArray(values)) return problemOf(values as DataProblem);
      const odd = (values as readonly (number | null)[]).find((value) => value !== null && value < 0);
      if (odd !== undefined) return decline('negative-amount', `“${name}” holds ${odd}. Nobody uses less than nothing.`);
      amounts.push(values as readonly (number | null)[]);
    }
    const cost = Array.from({ length: frame.rows }, (_, i) => {
      const own: (number | null)[] = amounts.map((values) => values[i]!);
      return own.includes(null) ? null : price * (own as number[]).reduce((total, value) => total + value, 0);
    });
    resources.push({ id, title: resourceTitle(id), price, year, source, cost });
  }
  const total = Array.from({ length: frame.rows }, (_, i) => {
    const own: (number | null)[] = resources.map(({ cost }) => cost[i]!);
    return own.includes(null) ? null : (own as number[]).reduce((sum, value) => sum + value, 0);
  });
  return { total, resources };
}
