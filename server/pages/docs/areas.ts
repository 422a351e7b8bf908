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
  {
    id: 'trial',
    title: { da: 'Forsøget', en: 'The trial' },
    places: ['', 'clock', 'gate', 'versions', 'lottery', 'selection-guard'],
  },
  { id: 'participants', title: { da: 'Deltagere og lodtrækning', en: 'Participants and the draw' }, places: ['participants'] },
  { id: 'cohorts', title: { da: 'Hold og lodtrækning', en: 'Cohorts and the draw' }, places: ['cohorts'] },
  { id: 'groups', title: { da: 'Grupper og match', en: 'Groups and matches' }, places: ['groups', 'my-groups', 'matches'] },
  { id: 'answers', title: { da: 'Deltagerens svar', en: 'A participant’s answers' }, places: ['answers'] },
  { id: 'assessment', title: { da: 'Opkald', en: 'Telephone calls' }, places: ['calls'] },
  { id: 'mishaps', title: { da: 'Når lodtrækningen går galt', en: 'When a draw goes wrong' }, places: ['mishaps', 'sheets'] },
  { id: 'unblinding', title: { da: 'Når en gruppe bliver kendt', en: 'When an arm becomes known' }, places: ['unblindings'] },
  { id: 'safety', title: { da: 'Sikkerhed', en: 'Safety' }, places: ['alerts', 'alert-counts'] },
  { id: 'audit', title: { da: 'Tilsyn', en: 'Oversight' }, places: ['trail', 'consents', 'verification'] },
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

/** What is done to one participant and has an area of its own. */
const OF_PERSON: Readonly<Record<string, string>> = {
  calls: 'calls',
  mishaps: 'mishaps',
  unblinding: 'unblindings',
  'emergency-unblinding': 'unblindings',
  group: 'groups',
  match: 'groups',
  trail: 'trail',
};

/** The area of an address; what has no place of its own concerns the trial. */
export function areaOf(path: string): string {
  const [first = '', , person = ''] = path.replace(/^\/api\/(?:staff\/trials\/:trial|staff|participant)\/?/, '').split('/');
  const place = (first === 'participants' && OF_PERSON[person]) || first;
  return AREAS.find(({ places }) => places.includes(place))?.id ?? 'trial';
}
