import type { Effect } from '#contract/staff/results';
import type { EstimateOrRefusal } from '#protocols/model/estimate';
import type { Text } from '#protocols/model/text';
import type { Static } from '@sinclair/typebox';

type Row = Static<typeof Effect>['rows'][number];

/** A result as a row of a table or a forest plot. */
export function rowOf(id: string, kind: Row['kind'], label: Text, result: EstimateOrRefusal): Row {
  const common = { id, kind, label, n: result.n, method: result.method };
  if ('refused' in result) {
    return {
      ...common,
      estimate: null,
      standardError: null,
      df: null,
      interval: null,
      p: null,
      warnings: [],
      refused: result.refused,
    };
  }
  const { estimate, standardError, df, interval, p, warnings } = result;
  return { ...common, estimate, standardError, df, interval, p, warnings: warnings.map(({ code }) => code), refused: null };
}
