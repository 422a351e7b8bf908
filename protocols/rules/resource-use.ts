import type { Text } from '../model/text';

/** Who pays for it, as Danish accounts are kept. */
export type Payer = 'region' | 'municipality' | 'state' | 'person';

/** One thing a person may have used in the last three months. It carries no price: prices are the plan's, with their source and year. */
export interface Resource {
  readonly id: string;
  readonly title: Text;
  /** What is counted. */
  readonly unit: Text;
  readonly payer: Payer;
}

const contact: Text = { da: 'kontakter', en: 'contacts' };
const day: Text = { da: 'døgn', en: 'days and nights' };
const hour: Text = { da: 'timer', en: 'hours' };
const workday: Text = { da: 'dage', en: 'days' };

/**
 * The house's own Danish form of resource use: what people with mental or social difficulties meet, asked for the last three months,
 * each as a whole number. Written here; nothing of the TIC-P or the CSSRI is in it.
 */
export const RESOURCE_FORM: readonly Resource[] = [
  { id: 'gp', title: { da: 'Praktiserende læge', en: 'General practitioner' }, unit: contact, payer: 'region' },
  {
    id: 'out-of-hours',
    title: { da: 'Lægevagt eller akuttelefon', en: 'Out-of-hours doctor or acute line' },
    unit: contact,
    payer: 'region',
  },
  {
    id: 'emergency',
    title: { da: 'Akutmodtagelse eller skadestue', en: 'Emergency department' },
    unit: contact,
    payer: 'region',
  },
  {
    id: 'psychiatric-emergency',
    title: { da: 'Psykiatrisk skadestue', en: 'Psychiatric emergency department' },
    unit: contact,
    payer: 'region',
  },
  {
    id: 'psychiatric-outpatient',
    title: { da: 'Psykiatrisk ambulatorium', en: 'Psychiatric outpatient clinic' },
    unit: contact,
    payer: 'region',
  },
  { id: 'psychiatric-bed', title: { da: 'Indlagt på psykiatrisk afdeling', en: 'Psychiatric ward' }, unit: day, payer: 'region' },
  {
    id: 'somatic-outpatient',
    title: { da: 'Ambulatorium på et andet sygehus', en: 'Other hospital outpatient clinic' },
    unit: contact,
    payer: 'region',
  },
  { id: 'somatic-bed', title: { da: 'Indlagt på en anden afdeling', en: 'Other hospital ward' }, unit: day, payer: 'region' },
  {
    id: 'specialist',
    title: { da: 'Privatpraktiserende speciallæge', en: 'Specialist in private practice' },
    unit: contact,
    payer: 'region',
  },
  { id: 'psychologist', title: { da: 'Psykolog', en: 'Psychologist' }, unit: contact, payer: 'region' },
  {
    id: 'social-worker',
    title: { da: 'Sagsbehandler i kommunen', en: 'Municipal social worker' },
    unit: contact,
    payer: 'municipality',
  },
  { id: 'job-centre', title: { da: 'Jobcenter', en: 'Job centre' }, unit: contact, payer: 'municipality' },
  {
    id: 'home-support',
    title: { da: 'Bostøtte eller socialpædagogisk støtte', en: 'Social support at home' },
    unit: hour,
    payer: 'municipality',
  },
  {
    id: 'home-care',
    title: { da: 'Hjemmehjælp eller hjemmesygepleje', en: 'Home care or home nursing' },
    unit: hour,
    payer: 'municipality',
  },
  {
    id: 'drop-in',
    title: { da: 'Værested eller aktivitetstilbud', en: 'Drop-in or activity centre' },
    unit: contact,
    payer: 'municipality',
  },
  { id: 'supported-housing', title: { da: 'Botilbud', en: 'Supported housing' }, unit: day, payer: 'municipality' },
  { id: 'shelter', title: { da: 'Herberg eller krisecenter', en: 'Shelter or refuge' }, unit: day, payer: 'municipality' },
  {
    id: 'addiction',
    title: { da: 'Alkohol- eller stofbehandling', en: 'Alcohol or drug treatment' },
    unit: contact,
    payer: 'municipality',
  },
  { id: 'peer-session', title: { da: 'Møde i peergruppen', en: 'Peer group meeting' }, unit: contact, payer: 'municipality' },
  {
    id: 'companion-hours',
    title: { da: 'Samvær med en ledsager', en: 'Time with a companion' },
    unit: hour,
    payer: 'municipality',
  },
  { id: 'sick-leave', title: { da: 'Sygefravær fra arbejde', en: 'Sick leave from work' }, unit: workday, payer: 'state' },
];

/** The title of a resource of the form; null for one the plan made up itself. */
export function resourceTitle(id: string): Text | null {
  return RESOURCE_FORM.find((resource) => resource.id === id)?.title ?? null;
}
