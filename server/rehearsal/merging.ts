import type { Queryable, Zone } from '../db/zone';

/**
 * A door to research data for one visit of one simulated person: appends that follow one another with nothing read between them reach the
 * database as one. The services decide, and the one writer chains, fact by fact as always; only the round trips are fewer. What is
 * answered is not yet safe before `flush`, which is why this is for rehearsals alone.
 */
export interface MergingZone extends Zone {
  flush(): Promise<void>;
}

interface Chained {
  stream: string;
  facts: unknown[];
}

export function mergingZone(research: Zone): MergingZone {
  let waiting: { sql: string; scope: string; stream: Chained } | undefined;

  async function flush(): Promise<void> {
    if (!waiting) return;
    const { sql, scope, stream } = waiting;
    waiting = undefined;
    await research.query(sql, [scope, JSON.stringify([stream]), null]);
  }

  /** Takes an append where it can wait. @returns false where it must be made at once. */
  function take(sql: string, parameters: readonly unknown[] | undefined): boolean {
    if (!/^SELECT research\.append\(/.test(sql) || (parameters?.[2] ?? null) !== null) return false;
    const scope = String(parameters![0]);
    const [one, ...others] = JSON.parse(String(parameters![1])) as Chained[];
    if (!one || others.length > 0 || !isOwn(scope)) return false;
    if (!waiting) waiting = { sql, scope, stream: one };
    else if (waiting.stream.stream === one.stream) waiting.stream.facts.push(...one.facts);
    else return false;
    return true;
  }

  const query: Queryable['query'] = async <T>(sql: string, parameters?: readonly unknown[]) => {
    // Nobody on a visit asks for the position: it is known when the facts are there.
    if (take(sql, parameters)) return [{ reply: { position: 0 } }] as T[];
    await flush();
    return research.query<T>(sql, parameters);
  };
  return {
    query,
    within: async (scope, work) => {
      await flush();
      return research.within(scope, work);
    },
    flush,
  };
}

/** Whether a participant writes for themselves. */
const isOwn = (scope: string): boolean => (JSON.parse(scope) as { participant?: string }).participant !== undefined;
