import Ajv from 'ajv';
import { createHash } from 'node:crypto';
import { canonicalise, encodeUtf8 } from '#protocols/model/canonical';
import { GENESIS } from '#protocols/model/chain';
import { trialStream } from '#protocols/model/fact';
import { Protocol } from '#protocols/model/protocol';
import { commitTo } from '#protocols/randomisation/commitment';
import { findSchemeFaults } from '#protocols/randomisation/scheme';
import { randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import type { App } from '../../context';
import { append, type Recording } from '../../db/facts';
import { insertSeed } from '../../db/stores/allocations';

const fits = new Ajv({ strict: true, allErrors: true, $data: false }).compile(Protocol);

/** A protocol that cannot be opened, and every reason why. */
export class ProtocolProblem extends Error {}

/** Checks a protocol's shape and its lottery. @returns it typed. @throws ProtocolProblem naming what is wrong and where. */
export function readProtocol(document: unknown): Protocol {
  if (!fits(document)) {
    const where = (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
    throw new ProtocolProblem(`The protocol does not fit the language: ${where.join('; ')}.`);
  }
  const faults = findSchemeFaults(schemeOf(document));
  if (faults.length > 0)
    throw new ProtocolProblem(faults.map(({ path, sentence }) => `/randomisation${path}: ${sentence.en}`).join('; '));
  return document;
}

/** SHA-256 of the canonical protocol, hex: what consents, commitments and releases refer to. */
export const digestOf = (protocol: Protocol): string =>
  createHash('sha256')
    .update(encodeUtf8(canonicalise(protocol)))
    .digest('hex');

/**
 * Opens a trial: its protocol is frozen as a fact, its lottery's seed is made, wrapped, and committed to before anybody is enrolled.
 * The seed comes first: a trial without one could never draw.
 */
export async function openTrial(app: App, recording: Recording, document: unknown): Promise<Protocol> {
  const protocol = readProtocol(document);
  if (app.config.production && protocol.simulated) {
    throw new ProtocolProblem(
      `The trial ${protocol.id} is simulated: production keeps simulated and real people apart, so open it elsewhere.`,
    );
  }
  const digest = digestOf(protocol);
  const { id: scheme, method } = randomisationOf(protocol);
  const seed = app.entropy(32);

  await insertSeed(app.database.allocator, app.keys, protocol.id, scheme, seed, app.entropy);
  await append(app.database.research, recording, { trial: protocol.id, sites: '*' }, [
    {
      stream: trialStream(protocol.id),
      trial: protocol.id,
      head: { seq: 0, head: GENESIS },
      facts: [
        { kind: 'trial-opened', payload: { version: protocol.version, digest, protocol, simulated: protocol.simulated } },
        {
          kind: 'lottery-opened',
          payload: { scheme, method, commitment: commitTo(seed, { trial: protocol.id, scheme, protocolDigest: digest }) },
        },
      ],
    },
  ]);
  return protocol;
}
