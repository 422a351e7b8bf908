import { GENESIS } from '#protocols/model/chain';
import { trialStream } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { holdAutomatically } from '../../ceremony/automatic';
import type { App } from '../../context';
import { append, type Recording } from '../../db/facts';
import { digestOf, hindrances } from '../../protocol-file/hindrances';
import { fitsTheLanguage } from '../../protocol-file/shape';

/** A protocol that cannot be opened, and every reason why. */
export class ProtocolProblem extends Error {}

/** So many reasons are told at once. */
const TOLD = 10;

/** Checks a protocol as `lodtraek check` does. @returns it typed. @throws ProtocolProblem naming what is wrong and where. */
export function readProtocol(document: unknown): Protocol {
  const { findings: against, protocol } = hindrances(document);
  if (!protocol) {
    const said = against.slice(0, TOLD).map(({ pointer, sentence }) => `${pointer || '/'} ${sentence.en}`);
    const more = against.length > TOLD ? ` And ${against.length - TOLD} more; "lodtraek check" tells all.` : '';
    const what = fitsTheLanguage(document) ? 'does not hold together' : 'does not fit the language';
    throw new ProtocolProblem(`The protocol ${what}: ${said.join(' ')}${more}`);
  }
  return protocol;
}

/**
 * Opens a trial: its protocol is frozen as a fact. Where its people are simulated the ceremony of the lottery holds itself; real people
 * wait behind the gate until two hold it.
 */
export async function openTrial(app: App, recording: Recording, document: unknown): Promise<Protocol> {
  const protocol = readProtocol(document);
  if (app.config.production && protocol.simulated) {
    throw new ProtocolProblem(
      `The trial ${protocol.id} is simulated: production keeps simulated and real people apart, so open it elsewhere.`,
    );
  }
  const digest = digestOf(protocol);
  const shares = protocol.simulated ? { first: app.entropy(32), second: app.entropy(32) } : null;

  await append(app.database.research, recording, { trial: protocol.id, sites: '*' }, [
    {
      stream: trialStream(protocol.id),
      trial: protocol.id,
      head: { seq: 0, head: GENESIS },
      facts: [{ kind: 'trial-opened', payload: { version: protocol.version, digest, protocol, simulated: protocol.simulated } }],
    },
  ]);
  const allocator = { zone: app.database.allocator, keys: app.keys };
  if (shares) await holdAutomatically(allocator, { ...recording, entropy: app.entropy }, protocol.id, shares);
  return protocol;
}
