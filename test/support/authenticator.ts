import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { NewPasskey, PasskeyAnswer } from '#contract/staff/proof';

interface Signing {
  challenge: string;
  origin?: string;
  host?: string;
  /** Whether the key checked who holds it. */
  verified?: boolean;
  counter?: number;
}

/** A passkey in software: it makes itself known and signs challenges as a browser would hand them over. */
export function makeAuthenticator(home: { origin: string; host: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  let uses = 0;

  const clientData = (type: string, { challenge, origin = home.origin }: Signing) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const head = ({ host = home.host, verified = true, counter }: Signing, attested: boolean) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter ?? uses);
    const flags = 0x01 | (verified ? 0x04 : 0) | (attested ? 0x40 : 0);
    return Buffer.concat([createHash('sha256').update(host).digest(), Buffer.from([flags]), count]);
  };

  return {
    id: id.toString('base64url'),
    register(asked: Signing): NewPasskey {
      const coordinate = (text: string) => Buffer.concat([Buffer.from([0x58, 0x20]), Buffer.from(text, 'base64url')]);
      // COSE: kty EC2, alg ES256, curve P-256, x, y.
      const cose = Buffer.concat([
        Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
        coordinate(x!),
        Buffer.from([0x22]),
        coordinate(y!),
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = Buffer.concat([head(asked, true), Buffer.alloc(16), length, id, cose]);
      const text = (word: string) => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        text('fmt'),
        text('none'),
        text('attStmt'),
        Buffer.from([0xa0]),
        text('authData'),
        Buffer.from([0x58, authData.length]),
        authData,
      ]);
      return {
        id: id.toString('base64url'),
        clientDataJSON: clientData('webauthn.create', asked).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      };
    },
    answer(asked: Signing): PasskeyAnswer {
      uses += 1;
      const authenticatorData = head(asked, false);
      const data = clientData('webauthn.get', asked);
      const signed = Buffer.concat([authenticatorData, createHash('sha256').update(data).digest()]);
      return {
        id: id.toString('base64url'),
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authenticatorData.toString('base64url'),
        signature: createSign('sha256').update(signed).sign(privateKey).toString('base64url'),
      };
    },
  };
}
