import type { Protocol } from '#protocols/model/protocol';
import type { OpenedProtocol } from '../../context';
import type { Head } from '../facts';
import type { Queryable } from '../zone';

/** Every opened version of a trial, oldest first; empty where there is no such trial. */
export async function readVersions(research: Queryable, trial: string): Promise<OpenedProtocol[]> {
  const rows = await research.query<{ version: string; digest: string; document: Protocol }>(
    'SELECT version, digest, document FROM research.trial_version WHERE trial = $1 ORDER BY from_position',
    [trial],
  );
  return rows.map(({ version, digest, document }) => ({ version, digest, protocol: document }));
}

/** When each version of a trial was opened. */
export async function versionsOpened(research: Queryable, trial: string): Promise<Record<string, string>> {
  const [row] = await research.query<{ opened: Record<string, string> }>('SELECT research.versions_opened($1) AS opened', [
    trial,
  ]);
  return row!.opened;
}

/** The sites of a trial where somebody is registered, whoever asks: only whether, never how many. */
export async function peopledSites(research: Queryable, trial: string): Promise<string[]> {
  const [row] = await research.query<{ sites: string[] }>('SELECT research.peopled_sites($1) AS sites', [trial]);
  return row!.sites;
}

/** The ids of all trials. */
export async function listTrials(research: Queryable): Promise<string[]> {
  return (await research.query<{ trial: string }>('SELECT DISTINCT trial FROM research.trial_version ORDER BY trial')).map(
    ({ trial }) => trial,
  );
}

/** Where a stream stands; undefined where it has not begun. */
export async function headOf(research: Queryable, stream: string): Promise<Head | undefined> {
  const [row] = await research.query<Head>('SELECT seq, head FROM audit.stream WHERE stream = $1', [stream]);
  return row;
}
