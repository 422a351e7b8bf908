import type { Grant } from './grant';

/** The part of the address that names the grant in force: the role, and the site where the grant is for one. */
export const slugOf = ({ role, site }: Pick<Grant, 'role' | 'site'>): string => (site === null ? role : `${role}-${site}`);

const queryOf = (search: Readonly<Record<string, string>>): string => {
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== '')).toString();
  return query === '' ? '' : `?${query}`;
};

/** Every address of the staff pages, below /staff. Nothing else puts one together. */
export const paths = {
  choose: () => '/',
  account: (because?: 'welcome') => (because ? `/account?${because}` : '/account'),
  invitation: () => '/invitation',
  grant: (grant: Grant) => `/${grant.trial}/${slugOf(grant)}`,
  today: (grant: Grant) => `${paths.grant(grant)}/today`,
  participants: (grant: Grant, search: Readonly<Record<string, string>> = {}) =>
    `${paths.grant(grant)}/participants${queryOf(search)}`,
  register: (grant: Grant) => `${paths.grant(grant)}/register`,
  participant: (grant: Grant, code: string) => `${paths.grant(grant)}/participants/${code.replace(/-/g, '')}`,
  consent: (grant: Grant, code: string) => `${paths.participant(grant, code)}/consent`,
  change: (grant: Grant, code: string) => `${paths.participant(grant, code)}/change`,
  cohorts: (grant: Grant) => `${paths.grant(grant)}/cohorts`,
  planCohort: (grant: Grant) => `${paths.grant(grant)}/plan-cohort`,
  cohort: (grant: Grant, cohort: string) => `${paths.cohorts(grant)}/${cohort}`,
  reschedule: (grant: Grant, cohort: string) => `${paths.cohort(grant, cohort)}/dates`,
  calls: (grant: Grant) => `${paths.grant(grant)}/calls`,
  call: (grant: Grant, code: string, wave: string) => `${paths.calls(grant)}/${code.replace(/-/g, '')}/${wave}`,
  alerts: (grant: Grant) => `${paths.grant(grant)}/alerts`,
  unblind: (grant: Grant, code = '') => `${paths.grant(grant)}/open-arm${queryOf({ code: code.replace(/-/g, '') })}`,
  unblindings: (grant: Grant) => `${paths.grant(grant)}/known-arms`,
  mishaps: (grant: Grant) => `${paths.grant(grant)}/mishaps`,
  mishapOf: (grant: Grant, code: string) => `${paths.participant(grant, code)}/mishap`,
  sheets: (grant: Grant) => `${paths.grant(grant)}/sheets`,
  guard: (grant: Grant) => `${paths.grant(grant)}/guard`,
  recruitment: (grant: Grant) => `${paths.grant(grant)}/recruitment`,
  flow: (grant: Grant) => `${paths.grant(grant)}/flow`,
  completeness: (grant: Grant) => `${paths.grant(grant)}/completeness`,
  groups: (grant: Grant) => `${paths.grant(grant)}/groups`,
  formGroups: (grant: Grant, cohort: string) => `${paths.cohort(grant, cohort)}/groups`,
  group: (grant: Grant, group: string) => `${paths.groups(grant)}/${group}`,
  matches: (grant: Grant) => `${paths.grant(grant)}/matches`,
  myGroup: (grant: Grant) => `${paths.grant(grant)}/my-group`,
  trail: (grant: Grant, search: Readonly<Record<string, string>> = {}) => `${paths.grant(grant)}/trail${queryOf(search)}`,
  trailOf: (grant: Grant, code: string, search: Readonly<Record<string, string>> = {}) =>
    `${paths.trail(grant)}/${code.replace(/-/g, '')}${queryOf(search)}`,
  oversight: (grant: Grant, search: Readonly<Record<string, string>> = {}) => `${paths.grant(grant)}/oversight${queryOf(search)}`,
  ceremony: (grant: Grant) => `${paths.grant(grant)}/ceremony`,
  lottery: (grant: Grant) => `${paths.grant(grant)}/lottery`,
  schemes: (grant: Grant) => `${paths.lottery(grant)}/schemes`,
  trial: (grant: Grant) => `${paths.grant(grant)}/protocol`,
  results: (grant: Grant) => `${paths.grant(grant)}/results`,
  corrections: (grant: Grant) => `${paths.grant(grant)}/corrections`,
  colleagues: (grant: Grant) => `${paths.grant(grant)}/colleagues`,
  letters: (grant: Grant) => `${paths.grant(grant)}/letters`,
  erasure: (grant: Grant) => `${paths.grant(grant)}/erasure`,
};
