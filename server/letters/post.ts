import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Config } from '../config';
import type { Letter } from './compose';

/**
 * Whether a failure means that the letter surely did not go out: the server said no, or was never reached. A connection lost on the way
 * says neither, and a letter that may have been sent is never sent again.
 */
export function isSurelyUnsent(cause: unknown): boolean {
  const { responseCode, syscall, code } = (cause ?? {}) as { responseCode?: number; syscall?: string; code?: string };
  return (responseCode !== undefined && responseCode >= 400) || syscall === 'connect' || code === 'EDNS' || code === 'EENVELOPE';
}

/** Hands a letter over. Resolves when it is accepted; `isSurelyUnsent` tells what a rejection means. */
export type Post = (letter: Letter) => Promise<void>;

/** By SMTP where there is a mail server, else as files under the data folder, for an evaluation without one. */
export function openPost(config: Config): Post {
  const from = `no-reply@${new URL(config.publicUrl).hostname}`;
  if (config.smtpUrl === undefined) {
    const folder = join(config.dataDir, 'letters');
    return async ({ to, subject, text, messageId }) => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, `${messageId}.txt`), `To: ${to}\nSubject: ${subject}\n\n${text}`, { mode: 0o600 });
    };
  }
  const transport = createTransport(config.smtpUrl);
  return async ({ to, subject, text, messageId }) => {
    // The address is one mailbox, never a list or a header of somebody's making.
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject,
      text,
      messageId: `<${messageId}@${new URL(config.publicUrl).hostname}>`,
    });
  };
}
