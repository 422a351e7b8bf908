import { Type, type Static } from '@sinclair/typebox';
import type { Text } from './text';

/** What a member of staff may do, always within a trial and mostly within a site. */
export const Role = Type.Union([
  Type.Literal('coordinator'),
  Type.Literal('facilitator'),
  Type.Literal('assessor'),
  Type.Literal('researcher'),
  Type.Literal('custodian'),
  Type.Literal('safety-contact'),
  Type.Literal('data-manager'),
  Type.Literal('monitor'),
  Type.Literal('administrator'),
]);
export type Role = Static<typeof Role>;

/** Why one person must not hold both roles in a trial. */
export interface Incompatibility {
  roles: readonly [Role, Role];
  because: Text;
}

const because = {
  enrols: {
    da: 'Den, der lukker deltagere ind, må hverken kende lodtrækningens indre, spørge til udfald eller analysere dem.',
    en: 'Whoever enrols must neither know the inside of the lottery nor ask for outcomes or analyse them.',
  },
  delivers: {
    da: 'Den, der leder en gruppe, ved, hvem der er i den, og må hverken spørge til udfald, se svar eller analysere dem.',
    en: 'Whoever leads a group knows who is in it, and must neither ask for outcomes, see answers nor analyse them.',
  },
  unblinded: {
    da: 'Den ublindede statistiker kan se udfald opdelt på grupper og må ikke stå med dem, der ikke må kende dem.',
    en: 'The unblinded statistician can see outcomes by arm and must not stand with those who may not know them.',
  },
  identities: {
    da: 'Den, der kender deltagernes navne, må ikke have deres svar i hænderne på en anden måde.',
    en: 'Whoever knows participants by name must not hold their answers in another way.',
  },
  oversees: {
    da: 'Den, der fører tilsyn, må ikke føre tilsyn med sig selv.',
    en: 'Whoever monitors must not monitor themselves.',
  },
  appoints: {
    da: 'Den, der giver roller, må ikke selv have en nøgle til lodtrækningen.',
    en: 'Whoever gives roles must not hold a key to the lottery.',
  },
} as const satisfies Record<string, Text>;

const pair = (one: Role, other: Role, why: Text): Incompatibility => ({ roles: [one, other], because: why });

/**
 * Pairs of roles that one person must never hold in the same trial on the same day: enrolling beside knowing or analysing, knowing an arm,
 * a group, attendance or a name beside asking for or analysing outcomes, and watching over one's own work.
 */
export const INCOMPATIBLE: readonly Incompatibility[] = [
  pair('coordinator', 'researcher', because.enrols),
  pair('coordinator', 'custodian', because.enrols),
  pair('coordinator', 'data-manager', because.enrols),
  pair('coordinator', 'assessor', because.enrols),
  pair('coordinator', 'safety-contact', because.enrols),
  pair('facilitator', 'researcher', because.delivers),
  pair('facilitator', 'custodian', because.delivers),
  pair('facilitator', 'data-manager', because.delivers),
  pair('facilitator', 'assessor', because.delivers),
  pair('facilitator', 'safety-contact', because.delivers),
  pair('custodian', 'assessor', because.unblinded),
  pair('custodian', 'researcher', because.unblinded),
  pair('custodian', 'data-manager', because.unblinded),
  pair('custodian', 'safety-contact', because.unblinded),
  pair('assessor', 'researcher', because.identities),
  pair('assessor', 'data-manager', because.identities),
  pair('assessor', 'safety-contact', because.identities),
  pair('safety-contact', 'researcher', because.identities),
  pair('safety-contact', 'data-manager', because.identities),
  pair('monitor', 'coordinator', because.oversees),
  pair('monitor', 'facilitator', because.oversees),
  pair('monitor', 'assessor', because.oversees),
  pair('monitor', 'researcher', because.oversees),
  pair('monitor', 'custodian', because.oversees),
  pair('monitor', 'safety-contact', because.oversees),
  pair('monitor', 'data-manager', because.oversees),
  pair('monitor', 'administrator', because.oversees),
  pair('administrator', 'custodian', because.appoints),
];
