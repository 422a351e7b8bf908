import { GENESIS } from '#protocols/model/chain';
import { ERASABLE_KINDS } from '#protocols/model/fact';
import { note, type Findings } from './finding';
import type { FactRow } from './read-facts';
import { headerHash, payloadFits } from './recompute';

/** What has been read of one stream so far. */
interface StreamState {
  seq: number;
  head: string;
  trial: string;
  /** Facts whose payload is gone: lawfully, if the stream says further on that it was erased. */
  gone: FactRow[];
}

export type Streams = Map<string, StreamState>;

const erasable: ReadonlySet<string> = new Set(ERASABLE_KINDS);

/** Checks a fact against itself and against the one before it in its stream, which asks nothing of the outside copy. */
export function checkFact(fact: FactRow, streams: Streams, findings: Findings): void {
  let state = streams.get(fact.stream);
  if (!state) {
    state = { seq: 0, head: GENESIS, trial: fact.trial, gone: [] };
    streams.set(fact.stream, state);
  }
  const { position, stream, seq } = fact;
  const place = { position, stream, seq };
  const named = `${seq} i ${stream} (position ${position})`;
  const namedEn = `${seq} of ${stream} (position ${position})`;

  if (headerHash(fact) !== fact.hash) {
    note(
      findings,
      'header',
      place,
      `Hændelse ${named} svarer ikke til sit eget fingeraftryk: den er ændret.`,
      `Fact ${namedEn} does not fit its own hash: it was changed.`,
    );
  }
  if (seq !== state.seq + 1 || fact.previous !== state.head || fact.trial !== state.trial) {
    note(
      findings,
      'chain',
      place,
      `Hændelse ${named} hænger ikke sammen med den forrige i rækken (nummer ${state.seq}).`,
      `Fact ${namedEn} does not continue the one before it in its stream (number ${state.seq}).`,
    );
  }
  if (fact.payload === null) {
    if (erasable.has(fact.kind)) state.gone.push(fact);
    else noteGone(fact, findings);
  } else if (!payloadFits(fact)) {
    note(
      findings,
      'payload',
      place,
      `Indholdet af hændelse ${named} er ikke det, der blev gemt.`,
      `The payload of fact ${namedEn} is not the one that was recorded.`,
    );
  }
  if (fact.kind === 'erased') state.gone = state.gone.filter((gone) => gone.seq > seq);
  state.seq = seq;
  state.head = fact.hash;
}

/** After the last fact: payloads that are gone without an erasure. */
export function checkGone(streams: Streams, findings: Findings): void {
  for (const { gone } of streams.values()) for (const fact of gone) noteGone(fact, findings);
}

function noteGone({ position, stream, seq }: FactRow, findings: Findings): void {
  note(
    findings,
    'payload-missing',
    { position, stream, seq },
    `Indholdet af hændelse ${seq} i ${stream} (position ${position}) mangler, uden at rækken siger, at det er slettet efter loven.`,
    `The payload of fact ${seq} of ${stream} (position ${position}) is missing, and no lawful erasure stands in the stream.`,
  );
}
