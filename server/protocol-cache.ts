import type { OpenedProtocol } from './context';
import { readVersions } from './db/stores/trials';
import type { Queryable } from './db/zone';

const FRESH_FOR = 2_000;

/**
 * Remembers the versions of each trial for two seconds: a version is frozen for ever once opened, so what is remembered is at worst
 * not yet aware of a new one.
 */
export function rememberProtocols(research: Queryable, clock: () => Date): (trial: string) => Promise<readonly OpenedProtocol[]> {
  const known = new Map<string, { until: number; versions: Promise<OpenedProtocol[]> }>();
  return (trial) => {
    const now = clock().getTime();
    const kept = known.get(trial);
    if (kept && kept.until > now) return kept.versions;
    const versions = readVersions(research, trial);
    known.set(trial, { until: now + FRESH_FOR, versions });
    // Neither a failed read nor a trial not yet opened is remembered.
    versions.then(
      (found) => found.length === 0 && known.delete(trial),
      () => known.delete(trial),
    );
    return versions;
  };
}
