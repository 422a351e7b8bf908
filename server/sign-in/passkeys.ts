import { isIP } from 'node:net';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { NewPasskey, PasskeyAnswer } from '#contract/staff/proof';
import type { Config } from '../config';
import type { PasskeyDevice, StoredPasskey } from '../db/stores/staff-passkeys';

/** Ed25519, ES256, RS256. */
export const PASSKEY_ALGORITHMS = [-8, -7, -257] as const;
export const PASSKEY_PATIENCE = 300_000;

/** The name that passkeys belong to. */
export const passkeyHost = (config: Config): string => new URL(config.publicUrl).hostname;

/** Browsers make passkeys for a name over https, or for localhost. */
export function passkeysPossible(config: Config): boolean {
  const { protocol, hostname } = new URL(config.publicUrl);
  return hostname === 'localhost' || (protocol === 'https:' && isIP(hostname.replace(/[[\]]/g, '')) === 0);
}

/** The challenge that a browser says was signed; whether it was is for the check to say. */
export function challengeIn(clientDataJSON: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : '';
  } catch {
    // What is no JSON names no challenge; the caller refuses it with all the others.
    return '';
  }
}

/** Checks a new passkey against the challenge it was asked with. @returns nothing where anything is amiss. */
export async function readNewPasskey(
  config: Config,
  given: NewPasskey,
): Promise<(Omit<StoredPasskey, 'staff'> & { device: PasskeyDevice }) | undefined> {
  const { id, clientDataJSON, attestationObject, transports } = given;
  const checked = await orNothing(() =>
    verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challengeIn(clientDataJSON),
      expectedOrigin: new URL(config.publicUrl).origin,
      expectedRPID: passkeyHost(config),
      requireUserVerification: true,
      supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
    }),
  );
  if (!checked?.verified) return undefined;
  const { credential } = checked.registrationInfo;
  return {
    credential: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    device: deviceOf(transports),
  };
}

/** Checks a passkey's signature. @returns its new counter, or nothing where anything is amiss. */
export async function readPasskeyAnswer(
  config: Config,
  stored: StoredPasskey,
  { id, clientDataJSON, authenticatorData, signature }: PasskeyAnswer,
): Promise<number | undefined> {
  const checked = await orNothing(() =>
    verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challengeIn(clientDataJSON),
      expectedOrigin: new URL(config.publicUrl).origin,
      expectedRPID: passkeyHost(config),
      requireUserVerification: true,
      credential: {
        id: stored.credential,
        publicKey: new Uint8Array(Buffer.from(stored.publicKey, 'base64url')),
        counter: stored.counter,
      },
    }),
  );
  return checked?.verified ? checked.authenticationInfo.newCounter : undefined;
}

function deviceOf(transports: readonly string[]): PasskeyDevice {
  if (transports.includes('internal')) return 'this-device';
  return transports.some((one) => one === 'usb' || one === 'nfc' || one === 'ble') ? 'key' : 'phone';
}

/** The library throws for each thing that is amiss with what a browser sent; to the caller they are one "no". */
async function orNothing<T>(check: () => Promise<T>): Promise<T | undefined> {
  try {
    return await check();
  } catch {
    return undefined;
  }
}
