import { generateURI, ScureBase32Plugin, verifySync } from 'otplib';
import { create } from 'qrcode';
import type { Entropy } from '../seal';

const base32 = new ScureBase32Plugin();
const SECRET_BYTES = 20;
/** A telephone's clock may be half a minute wrong. */
const SKEW_SECONDS = 30;

/** A fresh secret, as apps take it: 160 bits in base 32. */
export const makeTotpSecret = (entropy: Entropy): string =>
  base32.encode(Uint8Array.from(entropy(SECRET_BYTES)), { padding: false });

/**
 * The step of `code`, if it is one of `secret` now or a step to either side, and later than the last step used.
 * @returns nothing where the code does not match.
 */
export function totpStepOf(secret: string, code: string, now: Date, lastStep: number | null): number | undefined {
  const epoch = Math.floor(now.getTime() / 1000);
  const checked = verifySync({ secret, token: code, epoch, epochTolerance: SKEW_SECONDS, afterTimeStep: lastStep ?? undefined });
  return checked.valid && 'timeStep' in checked ? checked.timeStep : undefined;
}

/** The address an app reads from the QR code: the product's name, the person's e-mail address, the secret. */
export const totpAddress = (secret: string, email: string): string => generateURI({ issuer: 'Lodtræk', label: email, secret });

/** A QR code as one SVG path, a square of side 1 for each dark module, so that a page draws it without a picture from elsewhere. */
export function qrOf(text: string): { side: number; path: string } {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = [...data].flatMap((bit, at) => (bit ? [`M${at % size} ${Math.floor(at / size)}h1v1h-1z`] : []));
  return { side: size, path: dark.join('') };
}
