import { PROBLEMS } from '#contract/problems';
import { Role } from '#protocols/model/role';
import type { App } from '../context';
import type { Recording } from '../db/facts';
import { findStaff } from '../db/stores/staff';
import { Problem } from '../problem';
import { inviteStaff } from '../sign-in/invite-staff';
import { resetStaff } from '../sign-in/reset-staff';
import { giveGrant } from '../services/trial/give-grant';
import type { ExitCode, Io } from './io';

export interface InviteOptions {
  email: string;
  name?: string;
  role?: string;
  trial?: string;
  site?: string;
  language: string;
  again: boolean;
  json: boolean;
}

const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/**
 * `lodtraek invite`: the very first account, or a fresh invitation for whoever has lost every way in. Says what is missing before it
 * writes anything. 0 where the letter is on its way, 2 where nobody was invited.
 */
export async function inviteCommand(options: InviteOptions, app: App, recording: Recording, io: Io): Promise<ExitCode> {
  const missing = await whatIsMissing(options, app);
  if (missing) {
    io.err(missing);
    return 2;
  }
  const { email, name, role, trial, site, again } = options;
  const language = options.language === 'en' ? 'en' : 'da';
  try {
    if (again) await resetStaff(app, recording, (await findStaff(app.database.identity, app.keys, email))!.staff, language);
    else {
      const staff = await inviteStaff(app, recording, { name: name!, email, language });
      await giveGrant(app, recording, { staff, role: role as Role, trial: trial!, site: site ?? null });
    }
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    const { title, cure } = PROBLEMS[cause.code];
    io.err(`${title.en}. ${cure.en}`);
    return 2;
  }
  const where =
    app.config.smtpUrl === undefined ? ` It lies in ${app.config.dataDir}/letters, since SMTP_URL names no mail server.` : '';
  io.out(
    options.json
      ? JSON.stringify({ invited: email })
      : `A letter to ${email} holds a link that works once, for seven days.${where}`,
  );
  return 0;
}

async function whatIsMissing(
  { email, name, role, trial, site, language, again }: InviteOptions,
  app: App,
): Promise<string | undefined> {
  if (!ADDRESS.test(email)) return `"${email}" is no e-mail address: write one such as name@example.org.`;
  if (language !== 'da' && language !== 'en') return `Letters are written in da or en, not in "${language}".`;
  if (again) {
    const found = await findStaff(app.database.identity, app.keys, email);
    return found ? undefined : `Nobody has the address ${email}: invite without --again, with --name, --role and --trial.`;
  }
  if (!name?.trim()) return 'Say whose account it is with --name.';
  const roles = Role.anyOf.map((one) => one.const);
  if (!roles.some((known) => known === role)) return `Give a role with --role: ${roles.join(', ')}.`;
  const protocol = trial === undefined ? undefined : (await app.protocols(trial)).at(-1)?.protocol;
  if (!protocol) return 'Name an open trial with --trial.';
  if (site !== undefined && !protocol.sites.some(({ id }) => id === site)) {
    return `The trial has no site "${site}": leave --site out for all of it, or name one of ${protocol.sites.map(({ id }) => id).join(', ')}.`;
  }
  return undefined;
}
