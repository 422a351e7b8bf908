import type { Text } from '#protocols/model/text';

/** A part of the contract under one heading, and the places its addresses name after the trial's, or after `/api/staff`. */
interface Area {
  id: string;
  title: Text;
  places: readonly string[];
}

export const AREAS: readonly Area[] = [
  { id: 'session', title: { da: 'Log ind', en: 'Signing in' }, places: ['session', 'invitations'] },
  { id: 'account', title: { da: 'Egen konto', en: 'One’s own account' }, places: ['account'] },
  { id: 'people', title: { da: 'Medarbejdere og roller', en: 'Staff and roles' }, places: ['people', 'grants'] },
  { id: 'trial', title: { da: 'Forsøget', en: 'The trial' }, places: ['', 'clock', 'gate', 'versions'] },
  { id: 'participants', title: { da: 'Deltagere og lodtrækning', en: 'Participants and the draw' }, places: ['participants'] },
  { id: 'cohorts', title: { da: 'Hold og lodtrækning', en: 'Cohorts and the draw' }, places: ['cohorts'] },
  { id: 'groups', title: { da: 'Grupper og match', en: 'Groups and matches' }, places: ['groups', 'my-groups', 'matches'] },
  { id: 'answers', title: { da: 'Deltagerens svar', en: 'A participant’s answers' }, places: ['answers'] },
  { id: 'assessment', title: { da: 'Opkald', en: 'Telephone calls' }, places: ['calls', 'unblindings'] },
  { id: 'safety', title: { da: 'Sikkerhed', en: 'Safety' }, places: ['alerts', 'alert-counts'] },
  {
    id: 'overview',
    title: { da: 'Dagen og overblikket', en: 'The day and the overview' },
    places: ['today', 'recruitment', 'flow', 'completeness'],
  },
  {
    id: 'results',
    title: { da: 'Lås, resultater og filer', en: 'Lock, results and files' },
    places: ['results', 'lock', 'exports'],
  },
];

/** The area of an address. What is done to one participant stands with participants, except what has an area of its own. */
export function areaOf(path: string): string | undefined {
  const [first = '', , ...deeper] = path.replace(/^\/api\/(?:staff\/trials\/:trial|staff|participant)\/?/, '').split('/');
  const own = ['calls', 'unblinding'].includes(deeper[0] ?? '')
    ? 'calls'
    : deeper[0] === 'match' || deeper[0] === 'group'
      ? 'groups'
      : first;
  return AREAS.find(({ places }) => places.includes(own))?.id;
}
