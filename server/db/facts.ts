import Ajv, { type ValidateFunction } from 'ajv';
import { canonicalise } from '#protocols/model/canonical';
import { factHash, payloadDigest } from '#protocols/model/chain';
import { payloads, type FactHeader, type Kind, type NewFact } from '#protocols/model/fact';
import type { Entropy } from '../seal';
import type { Queue } from './setup';
import { scopeJson, type Queryable, type Scope } from './zone';

/** Where a stream stood when the caller looked; a stream not begun stands at 0 and sixty-four zeros. */
export interface Head {
  seq: number;
  head: string;
}

/** Who records, when, on whose behalf: what every fact of one request has in common. */
export interface Recording {
  now: Date;
  actor: string;
  grant: string | null;
  request: string;
  entropy: Entropy;
  uuid: () => string;
}

export interface StreamAppend {
  stream: string;
  trial: string;
  head: Head;
  facts: readonly NewFact[];
}

export interface Job {
  name: Queue;
  data: Record<string, unknown>;
  /** A waiting job with the same key is not doubled. */
  key?: string;
}

export interface Appended {
  position: number;
  heads: Head[];
}

type ChainedFact = FactHeader & { hash: string; nonce: string; payload: unknown };

/** The stream moved between reading and writing: nothing was written, read again and decide again. */
export class HeadMoved extends Error {
  constructor(options?: ErrorOptions) {
    super('the stream moved', options);
  }
}

/** The database function of each door: the lottery's facts have one of their own; the bare one is open to the owner alone. */
export type Door =
  | 'research.append'
  | 'allocation.append'
  | 'allocation.append_in_cluster'
  | 'allocation.ceremony'
  | 'allocation.mishap'
  | 'allocation.reveal'
  | 'audit.erase'
  | 'audit.append_facts';

const ajv = new Ajv({ strict: true, allErrors: false, $data: false });
const validators = new Map<Kind, ValidateFunction>();

/**
 * Appends facts to streams in one round trip, all or none. The only writer of research data.
 * @returns the position of the last fact, and where each stream stands now, in the order given.
 * @throws HeadMoved where a stream moved; a fault where a payload does not fit its kind.
 */
export async function append(
  on: Queryable,
  recording: Recording,
  scope: Scope,
  streams: readonly StreamAppend[],
  options: { door?: Door; jobs?: readonly Job[] } = {},
): Promise<Appended> {
  const door = options.door ?? 'research.append';
  const chained = streams.map((one) => ({ ...one.head, stream: one.stream, trial: one.trial, facts: chain(recording, one) }));
  const parameters = [scopeJson(scope), JSON.stringify(chained)];
  if (door !== 'audit.erase') parameters.push(options.jobs?.length ? JSON.stringify(options.jobs) : (null as unknown as string));
  const places = parameters.map((_, index) => `$${index + 1}`).join(', ');
  try {
    const [row] = await on.query<{ reply: { position: number } }>(`SELECT ${door}(${places}) AS reply`, parameters);
    const heads = chained.map(({ seq, head, facts }) =>
      facts.reduce((_, fact) => ({ seq: fact.seq, head: fact.hash }), { seq, head }),
    );
    return { position: row!.reply.position, heads };
  } catch (cause) {
    // The one refusal that is not the end: whoever recorded may gather and decide again.
    if ((cause as { code?: string }).code === 'LT009') throw new HeadMoved({ cause });
    throw cause;
  }
}

/** Gives each new fact its place: sequence number, digest under a fresh nonce, hash over the one before. */
function chain(recording: Recording, { stream, trial, head, facts }: StreamAppend): ChainedFact[] {
  const recordedAt = recording.now.toISOString();
  let previous = head.head;
  return facts.map((fact, index) => {
    check(fact);
    const nonce = recording.entropy(32).toString('hex');
    const header: FactHeader = {
      id: recording.uuid(),
      stream,
      seq: head.seq + index + 1,
      trial,
      kind: fact.kind,
      occurredAt: fact.occurredAt ?? recordedAt,
      recordedAt,
      actor: recording.actor,
      grant: recording.grant,
      request: recording.request,
      payloadDigest: payloadDigest(nonce, fact.payload),
    };
    previous = factHash(previous, header);
    return { ...header, hash: previous, nonce, payload: fact.payload };
  });
}

function check(fact: NewFact): void {
  let validate = validators.get(fact.kind);
  if (!validate) {
    validate = ajv.compile(payloads[fact.kind]);
    validators.set(fact.kind, validate);
  }
  if (!validate(fact.payload)) {
    throw new Error(
      `a fact of kind ${fact.kind} does not fit: ${ajv.errorsText(validate.errors)} in ${canonicalise(Object.keys(fact.payload))}`,
    );
  }
}
