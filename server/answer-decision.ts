import type { NewFact, Payload } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Way } from '#protocols/model/way';
import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import { alertDueAt, alertOf } from '#protocols/rules/alerts';
import { checkAnswer } from '#protocols/rules/respond';
import { waveState, type WaveState } from '#protocols/rules/waves';
import type { App } from './context';
import type { Job } from './db/facts';
import type { CurrentAnswer } from './db/stores/ways';
import { Problem } from './problem';
import { refuseUnlessOpen } from './wave-refusal';

/** An answer somebody wants saved. */
export interface GivenAnswer {
  wave: string;
  instrument: string;
  item: string;
  code: number | null;
  blank: 'declined' | 'not-applicable' | null;
  seen: number;
  key: string;
}

/** What is known of the person who answers and of the answers of that wave. A code that the asker may not know is absent. */
export interface Standing {
  way: Way & { session: string };
  answers: Readonly<Record<string, Pick<CurrentAnswer, 'version'> & Partial<CurrentAnswer>>>;
  lastAt: string | null;
}

export interface Decided {
  payload: Payload<'item-answered'>;
  /** What is recorded, in one append: the answer and, where it calls for somebody, that it does. */
  facts: NewFact[];
  jobs: Job[];
  /** Whether the page shows at once where help is to be had. */
  help: boolean;
}

/**
 * Whether the answer may be saved as things stand, and what is recorded then: one decision for a person's own page and for an interview.
 * @param inForce the trial's version in force: what calls for help reaches everybody at once.
 * @throws Problem where it may not.
 */
export function decideAnswer(
  { uuid, wordings }: Pick<App, 'uuid' | 'wordings'>,
  protocol: Protocol,
  inForce: Protocol,
  { way, answers, lastAt }: Standing,
  body: GivenAnswer,
  now: Date,
): Decided {
  const wave = protocol.waves.find(({ id }) => id === body.wave);
  const instrument = wave?.instruments.includes(body.instrument) ? instrumentOf(body.instrument) : undefined;
  if (!wave || !instrument) throw new Problem('not-found');
  const state: WaveState = waveState(wave, way, now, lastAt === null ? undefined : new Date(lastAt));
  refuseUnlessOpen(state);
  if (!checkAnswer(instrument, body.item, body)) throw new Problem('unknown-code');
  const current = answers[`${body.instrument}/${body.item}`];
  const version = current?.version ?? 0;
  if (version !== body.seen) {
    // Another device's value is not shown to whoever merely holds the link.
    const isOwn = current?.session === way.session;
    throw new Problem('stale-answer', {
      version,
      answer: current && isOwn ? { code: current.code, blank: current.blank } : null,
    });
  }
  const payload: Payload<'item-answered'> = {
    wave: wave.id,
    instrument: instrument.id,
    item: body.item,
    code: body.code,
    blank: body.blank,
    version: version + 1,
    key: body.key,
    session: way.session,
    language: way.language,
    wording: wordingOf(instrument, way.language, wordings(way.trial)).id,
    late: state.late,
  };
  const what = alertOf(inForce, instrument, body.item, body.code);
  // The same answer given once more is in somebody's hands already.
  const isNew = what !== null && alertOf(inForce, instrument, body.item, current?.code ?? null) === null;
  const facts: NewFact[] = [{ kind: 'item-answered', payload }];
  if (isNew) {
    const dueAt = alertDueAt(inForce, now).toISOString();
    facts.push({ kind: 'alert-raised', payload: { alert: uuid(), source: 'answer', what, dueAt } });
  }
  const jobs: Job[] = isNew ? [{ name: 'alerts', data: { trial: way.trial } }] : [];
  return { payload, facts, jobs, help: what !== null };
}
