import type { Protocol, Wave } from '#protocols/model/protocol';
import type { Way } from '#protocols/model/way';
import { startOfDay } from '#protocols/rules/calendar';
import { completenessOf, type CompletenessGroup, type WaveCompleteness } from '#protocols/rules/completeness';
import { baselineOf } from '#protocols/rules/waves';
import type { OpenedProtocol } from '../context';
import { waveGroups, type WaveGroup } from '../db/stores/overview';
import type { Queryable } from '../db/zone';

/** How every wave stands, all arms together, from groups of people that the database counted. The scope must read 'system'. */
export async function readCompleteness(
  tx: Queryable,
  trial: string,
  versions: readonly OpenedProtocol[],
  now: Date,
): Promise<WaveCompleteness[]> {
  const protocol = versions.at(-1)!.protocol;
  const waves = protocol.waves.map(({ id }) => id);
  const anchors = new Set<string>(versions.flatMap(({ protocol: one }) => one.waves.map(({ anchor }) => anchor)));
  const needs = {
    consent: anchors.has('consent'),
    baseline: anchors.has('baseline'),
    // A baseline is what was handed in last before the draw.
    randomisation: anchors.has('randomisation') || anchors.has('baseline'),
  };
  const own = new Map(versions.map(({ version, protocol: one }) => [version, one]));
  const waveOf = (version: string, wave: string): Wave | undefined => own.get(version)?.waves.find(({ id }) => id === wave);
  const groups = await waveGroups(tx, trial, waves, needs);
  return completenessOf(
    groups.flatMap((group) => {
      const of = own.get(group.version);
      return of ? [groupOf(trial, group, of)] : [];
    }),
    protocol,
    waveOf,
    now,
  );
}

/** One person who stands for a group: with its days, and no submission but the baseline. */
function groupOf(trial: string, group: WaveGroup, protocol: Protocol): CompletenessGroup {
  const at = (day: string): string => startOfDay(day).toISOString();
  const { version, wave, n, handedIn, invited, consentedOn, baselineOn, drawnOn, startsOn, endsOn, change } = group;
  const baseline = baselineOf(protocol)?.id;
  const way: Way = {
    participant: '',
    trial,
    site: '',
    version,
    code: '',
    language: 'da',
    registeredAt: '',
    stream: { seq: 0, head: '' },
    clock: 0,
    milestones: [
      ...(consentedOn ? [{ kind: 'consent-given' as const, at: at(consentedOn), actor: '', detail: {} }] : []),
      ...(change ? [{ kind: 'participation-changed' as const, at: '', actor: '', detail: { change } }] : []),
    ],
    cohort:
      startsOn && endsOn
        ? { cohort: '', name: '', startsOn, endsOn, closesOn: '', minimum: 0, capacity: 0, drawnAt: drawnOn && at(drawnOn) }
        : null,
    submissions: baselineOn && baseline && baseline !== wave ? [{ wave: baseline, at: at(baselineOn), late: false }] : [],
    allocation: drawnOn ? { arm: '', at: at(drawnOn) } : null,
  };
  return { version, wave, n, way, handedIn, invited };
}
