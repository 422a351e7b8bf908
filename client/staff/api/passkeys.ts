import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { Reply } from '#contract/endpoint';
import type { offerPasskey } from '#contract/staff/account';
import type { NewPasskey, PasskeyAnswer } from '#contract/staff/proof';
import { call } from '../../shared/api';
import { endpoints } from './endpoints';

/** The person said no, waited too long, or has no passkey here: nothing that the server refused. */
export class PasskeyUnused extends Error {}

/** Whether a passkey can be used here: not in every browser, and never at an address that is only a number. */
export const canUsePasskeys = (): boolean => browserSupportsWebAuthn() && !/^[\d.]+$|:/.test(window.location.hostname);

/** Asks the browser for a new passkey. @throws PasskeyUnused */
export async function makePasskey(offer: Reply<typeof offerPasskey>): Promise<NewPasskey> {
  const made = await orUnused(() =>
    startRegistration({
      optionsJSON: {
        challenge: offer.challenge,
        rp: offer.rp,
        user: offer.user,
        pubKeyCredParams: offer.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: offer.known.map((id) => ({ type: 'public-key', id })),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
        timeout: offer.timeout,
      },
    }),
  );
  const { clientDataJSON, attestationObject, transports = [] } = made.response;
  return { id: made.id, clientDataJSON, attestationObject, transports: [...transports] };
}

/** Asks the server for a challenge, and one of the person's passkeys to sign it. @throws PasskeyUnused, Refused */
export async function answerWithPasskey(): Promise<PasskeyAnswer> {
  const { challenge, rpId, timeout } = await call(endpoints.askPasskey, {});
  const { id, response } = await orUnused(() =>
    startAuthentication({ optionsJSON: { challenge, rpId, timeout, userVerification: 'required' } }),
  );
  const { clientDataJSON, authenticatorData, signature } = response;
  return { id, clientDataJSON, authenticatorData, signature };
}

async function orUnused<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    // A browser tells nobody why a passkey was not used, so that no page can find out which ones there are.
    throw new PasskeyUnused('no passkey', { cause });
  }
}
