import type { Text } from '../model/text';

/** Who pays for it, as Danish accounts are kept. */
export type Payer = 'region' | 'municipality' | 'state';

/** One thing a person may have used in three months. It carries no price: prices are the plan's, with their year and source. */
export interface Resource {
  readonly id: string;
  readonly title: Text;
  /** What is counted. */
  readonly unit: Text;
  readonly payer: Payer;
  /** asked: an item of the instrument `resource-use`. kept: known to the trial from attendance; nobody is asked, so that no question tells an arm. */
  readonly from: 'asked' | 'kept';
}

const CONTACT: Text = { da: 'kontakter', en: 'contacts' };
const NIGHT: Text = { da: 'nætter', en: 'nights' };
const HOUR: Text = { da: 'timer', en: 'hours' };
const DAY: Text = { da: 'dage', en: 'days' };

/** What people with mental or social difficulties use, and who pays: the house's own list. Nothing of the TIC-P or the CSSRI is in it. */
export const RESOURCES: readonly Resource[] = [
  { id: 'gp', title: { da: 'Praktiserende læge', en: 'General practitioner' }, unit: CONTACT, payer: 'region', from: 'asked' },
  { id: 'out-of-hours', title: { da: 'Lægevagt', en: 'Out-of-hours doctor' }, unit: CONTACT, payer: 'region', from: 'asked' },
  {
    id: 'emergency',
    title: { da: 'Skadestue eller akutmodtagelse', en: 'Emergency department' },
    unit: CONTACT,
    payer: 'region',
    from: 'asked',
  },
  {
    id: 'psychiatric-acute',
    title: { da: 'Psykiatrisk akutmodtagelse', en: 'Psychiatric emergency department' },
    unit: CONTACT,
    payer: 'region',
    from: 'asked',
  },
  {
    id: 'psychiatric-clinic',
    title: { da: 'Psykiatrisk ambulatorium', en: 'Psychiatric outpatient clinic' },
    unit: CONTACT,
    payer: 'region',
    from: 'asked',
  },
  {
    id: 'psychiatric-bed',
    title: { da: 'Indlagt på psykiatrisk afdeling', en: 'Psychiatric ward' },
    unit: NIGHT,
    payer: 'region',
    from: 'asked',
  },
  {
    id: 'hospital-clinic',
    title: { da: 'Andet ambulatorium', en: 'Other hospital outpatient clinic' },
    unit: CONTACT,
    payer: 'region',
    from: 'asked',
  },
  {
    id: 'hospital-bed',
    title: { da: 'Indlagt på anden afdeling', en: 'Other hospital ward' },
    unit: NIGHT,
    payer: 'region',
    from: 'asked',
  },
  {
    id: 'specialist',
    title: { da: 'Speciallæge uden for sygehuset', en: 'Specialist outside hospital' },
    unit: CONTACT,
    payer: 'region',
    from: 'asked',
  },
  { id: 'psychologist', title: { da: 'Psykolog', en: 'Psychologist' }, unit: CONTACT, payer: 'region', from: 'asked' },
  {
    id: 'social-worker',
    title: { da: 'Sagsbehandler', en: 'Social worker' },
    unit: CONTACT,
    payer: 'municipality',
    from: 'asked',
  },
  { id: 'job-centre', title: { da: 'Jobcenter', en: 'Job centre' }, unit: CONTACT, payer: 'municipality', from: 'asked' },
  {
    id: 'home-support',
    title: { da: 'Bostøtte', en: 'Social support at home' },
    unit: HOUR,
    payer: 'municipality',
    from: 'asked',
  },
  {
    id: 'home-care',
    title: { da: 'Hjemmehjælp og hjemmesygepleje', en: 'Home care and home nursing' },
    unit: HOUR,
    payer: 'municipality',
    from: 'asked',
  },
  {
    id: 'drop-in',
    title: { da: 'Værested eller aktivitetstilbud', en: 'Drop-in or activity centre' },
    unit: CONTACT,
    payer: 'municipality',
    from: 'asked',
  },
  {
    id: 'supported-housing',
    title: { da: 'Botilbud', en: 'Supported housing' },
    unit: NIGHT,
    payer: 'municipality',
    from: 'asked',
  },
  {
    id: 'shelter',
    title: { da: 'Herberg eller krisecenter', en: 'Shelter or refuge' },
    unit: NIGHT,
    payer: 'municipality',
    from: 'asked',
  },
  {
    id: 'addiction',
    title: { da: 'Alkohol- eller stofbehandling', en: 'Alcohol or drug treatment' },
    unit: CONTACT,
    payer: 'municipality',
    from: 'asked',
  },
  { id: 'sick-leave', title: { da: 'Sygefravær', en: 'Sick leave' }, unit: DAY, payer: 'state', from: 'asked' },
  {
    id: 'peer-session',
    title: { da: 'Møde i peergruppen', en: 'Peer group meeting' },
    unit: CONTACT,
    payer: 'municipality',
    from: 'kept',
  },
  {
    id: 'companion-hours',
    title: { da: 'Samvær med en ledsager', en: 'Time with a companion' },
    unit: HOUR,
    payer: 'municipality',
    from: 'kept',
  },
];

/** The title of a resource of the list; null for one the plan made up itself. */
export function resourceTitle(id: string): Text | null {
  return RESOURCES.find((resource) => resource.id === id)?.title ?? null;
}
