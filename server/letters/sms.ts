import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';

/** A short message ready to send. `messageId` is the same for the same message however often it is handed over. */
export interface ShortMessage {
  to: string;
  text: string;
  messageId: string;
}

/** Hands a short message over. Resolves when the gateway took it; `isSurelyUnsent` tells what a rejection means. */
export type Sms = (message: ShortMessage) => Promise<void>;

const PATIENCE_MILLISECONDS = 10_000;

/** A gateway's "no". It carries `responseCode` only where the message surely did not go out. */
class GatewayRefusal extends Error {
  constructor(
    status: number,
    readonly responseCode: number | undefined,
  ) {
    super(`the SMS gateway answered ${status}`);
  }
}

/**
 * By an HTTP gateway where there is one, else as files under the data folder, for an evaluation without one. The gateway takes a POST of
 * JSON `{to, text}` with the token of the address as its bearer; the message's id goes along, for a gateway that can tell a repetition.
 */
export function openSms(config: Config): Sms {
  if (config.smsUrl === undefined) {
    const folder = join(config.dataDir, 'letters');
    return async ({ to, text, messageId }) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, `${messageId}.sms.txt`), `To: ${to}\n\n${text}\n`, { mode: 0o600 });
    };
  }
  const address = new URL(config.smsUrl);
  const token = decodeURIComponent(address.password || address.username);
  address.username = '';
  address.password = '';
  return async ({ to, text, messageId }) => {
    const reply = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': messageId },
      body: JSON.stringify({ to, text }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    }).catch((cause: Error) => {
      // Whether it was reached at all is said by the cause within.
      throw cause.cause ?? cause;
    });
    await reply.body?.cancel();
    if (reply.ok) return;
    // A gateway's own breakdown says nothing of what it had passed on before.
    const isRefused = reply.status < 500 || reply.status === 503;
    throw new GatewayRefusal(reply.status, isRefused ? reply.status : undefined);
  };
}

/** A number as gateways take it: with its country's code, a Danish one's where it has none. */
export function dialled(telephone: string): string {
  const digits = telephone.replace(/[^0-9+]/g, '').replace(/^00/, '+');
  return digits.startsWith('+') ? digits : `+45${digits}`;
}
