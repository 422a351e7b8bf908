import { GENESIS } from '#protocols/model/chain';
import { type NewFact } from '#protocols/model/fact';
import type { App } from '../context';
import { append, type Recording } from '../db/facts';
import { headOf } from '../db/stores/trials';

/** Who a simulated fact says has acted; the name can be nobody's. */
export type SimulatedRole = 'administrator' | 'coordinator' | 'participant' | 'letters';

export type Record = (role: SimulatedRole, stream: string, at: Date, facts: readonly NewFact[], isNew?: boolean) => Promise<void>;

export function recordingOf({ entropy, uuid }: App, role: SimulatedRole, now: Date): Recording {
  return { now, actor: `simulation/${role}`, grant: null, request: 'simulation', entropy, uuid };
}

/** Appends the facts of one visit to a stream of `trial`; they are recorded when the last of them has happened. */
export function recorder(app: App, trial: string): Record {
  const { research } = app.database;
  return async (role, stream, at, facts, isNew = false) => {
    const times = facts.map(({ occurredAt }) => occurredAt ?? at.toISOString()).sort();
    const head = isNew ? { seq: 0, head: GENESIS } : await headOf(research, stream);
    if (!head) throw new Error(`the simulation has not begun the stream ${stream}`);
    await append(research, recordingOf(app, role, new Date(times.at(-1)!)), { trial, sites: '*' }, [
      { stream, trial, head, facts },
    ]);
  };
}
