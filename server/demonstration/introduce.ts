import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';

/** What a newcomer to the demonstration is told at every start; kept beside the data, readable by its owner alone. */
export interface Invitation {
  password: string;
  accounts: { role: string; email: string; sees: string }[];
  /** `until` is the instant from which a link is worth nothing. */
  links: { who: string; url: string; until?: string }[];
}

export const invitationFile = (dataDir: string): string => join(dataDir, 'secrets', 'demonstration.json');

/** Prints where to go, who to sign in as, personal links, where the data lie and how to stop. */
export function introduce(config: Config, now: Date, say: (line: string) => void): void {
  say(`\nLodtræk runs at ${config.publicUrl}`);
  const file = invitationFile(config.dataDir);
  if (existsSync(file)) {
    const { password, accounts, links } = JSON.parse(readFileSync(file, 'utf8')) as Invitation;
    say(`\nStaff sign in at ${config.publicUrl}/staff (password for all: ${password})`);
    for (const { role, email, sees } of accounts) say(`  ${role.padEnd(24)} ${email.padEnd(34)} ${sees}`);
    say('\nNobody else signs in; they open their personal link:');
    for (const { who, url, until } of links) if (until === undefined || new Date(until) > now) say(`  ${url}\n      ${who}`);
  } else {
    say(`Staff sign in at ${config.publicUrl}/staff`);
  }
  say(`\nData lie in ${config.dataDir}. Stop with Ctrl-C.\n`);
}
