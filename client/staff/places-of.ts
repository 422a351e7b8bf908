import type { Role } from '#protocols/model/role';
import type { paths } from './paths';
import type { Words } from './words/da';

/** A place in the menu: it has a word in `words.places` and an address in `paths`, under the same name. */
export type Place = keyof Words['places'] & keyof typeof paths;

/** The few places of each role, in the order of the menu. The first is where a person with that role arrives. */
export const PLACES_OF: Record<Role, readonly Place[]> = {
  coordinator: ['today', 'participants', 'cohorts', 'groups', 'matches', 'recruitment', 'mishaps', 'sheets', 'trial'],
  facilitator: ['myGroup'],
  assessor: ['calls'],
  researcher: [
    'today',
    'recruitment',
    'flow',
    'completeness',
    'results',
    'unblindings',
    'mishaps',
    'erasure',
    'lottery',
    'trial',
  ],
  custodian: [
    'today',
    'recruitment',
    'flow',
    'completeness',
    'results',
    'guard',
    'unblindings',
    'mishaps',
    'sheets',
    'lottery',
    'trial',
  ],
  'safety-contact': ['alerts', 'unblind', 'sheets'],
  'data-manager': [
    'today',
    'recruitment',
    'flow',
    'completeness',
    'results',
    'letters',
    'corrections',
    'erasure',
    'unblindings',
    'mishaps',
    'sheets',
    'trail',
    'oversight',
    'trial',
  ],
  monitor: ['today', 'recruitment', 'flow', 'completeness', 'unblindings', 'mishaps', 'trail', 'oversight', 'trial'],
  administrator: ['colleagues', 'trial'],
};
