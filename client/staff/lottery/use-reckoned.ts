import { useEffect, useRef, useState } from 'react';
import type { Asked, Reckoned } from './reckoning';

/** What came of a scheme; nothing while it is being reckoned. */
export type Outcome = Reckoned | { tooLong: true };

/** Typing goes on without a reckoning for every key. */
const PAUSE = 250;
const LIMIT = 20_000;

/**
 * Reckons schemes one after another in a thread of their own, which is ended when the question changes or takes too long; what was reckoned
 * once is kept while the page is open.
 */
export function useReckoned(asked: readonly Asked[]): (Outcome | undefined)[] {
  const known = useRef(new Set<string>());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const keys = asked.map((one) => JSON.stringify(one));
  const wanted = keys.join('\n');
  useEffect(() => {
    const missing = wanted === '' ? [] : wanted.split('\n').filter((key) => !known.current.has(key));
    let worker: Worker | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = (key: string, outcome: Outcome): void => {
      clearTimeout(timer);
      known.current.add(key);
      setOutcomes((before) => new Map(before).set(key, outcome));
    };
    const next = (): void => {
      const key = missing.shift();
      if (key === undefined) return worker?.terminate();
      worker ??= new Worker(new URL('./reckon.worker.ts', import.meta.url), { type: 'module' });
      const giveUp = (): void => {
        worker?.terminate();
        worker = undefined;
        keep(key, { tooLong: true });
        next();
      };
      timer = setTimeout(giveUp, LIMIT);
      worker.onmessage = ({ data }: MessageEvent<Reckoned>) => {
        keep(key, data);
        next();
      };
      // A thread that ran out of memory says so here.
      worker.onerror = giveUp;
      worker.postMessage(JSON.parse(key));
    };
    if (missing.length > 0) timer = setTimeout(next, PAUSE);
    return () => {
      clearTimeout(timer);
      worker?.terminate();
    };
  }, [wanted]);
  return keys.map((key) => outcomes.get(key));
}
