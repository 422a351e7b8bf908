import type { Change } from '#protocols/model/fact';
import type { Text } from '#protocols/model/text';
import type { MissingReason, Unblinded } from './dataset';
import type { RecordedEvent } from './recorded-events';

/** Words of the codebook for codes that are ours; a new code breaks the build until it has words. */
export const MISSING_WORDS: Record<MissingReason, Text> = {
  'not-collected': { da: 'Personens version af forsøget spurgte ikke', en: 'The person’s version of the trial did not ask' },
  withdrawn: { da: 'Personen var holdt op med at svare', en: 'The person had stopped answering' },
  'window-missed': { da: 'Intet svar, før fristen var gået', en: 'No answer before the window closed' },
  technical: { da: 'Teknisk fejl', en: 'Technical fault' },
  'not-reached': { da: 'Begyndt, men ikke nået hertil', en: 'Begun, but not reached' },
  declined: { da: 'Ville helst ikke svare', en: 'Would rather not say' },
  'skipped-by-rule': { da: 'Sprunget over efter en regel', en: 'Skipped by a rule' },
  'not-applicable': { da: 'Spørgsmålet vedrører ikke personen', en: 'The question does not concern the person' },
};

export const CHANGE_WORDS: Record<Change, Text> = {
  'leaves-intervention': { da: 'Forlader tilbuddet', en: 'Leaves what is offered' },
  'fewer-contacts': { da: 'Vil have færre henvendelser', en: 'Wants fewer contacts' },
  'no-more-data': { da: 'Vil ikke svare mere', en: 'Does not want to answer any more' },
  unlink: { da: 'Vil ikke forbindes med registre', en: 'Does not want to be linked to registers' },
  erase: { da: 'Vil have svarene slettet', en: 'Wants the answers erased' },
  lost: { da: 'Kan ikke kontaktes', en: 'Cannot be reached' },
  moved: { da: 'Er flyttet', en: 'Has moved' },
  died: { da: 'Er død', en: 'Has died' },
  ineligible: { da: 'Skulle ikke have været med', en: 'Should not have been in' },
};

export const UNBLINDED_WORDS: Record<Unblinded, Text> = {
  emergency: { da: 'Åbnet i en nødsituation', en: 'Opened in an emergency' },
  accident: { da: 'Kendt ved et uheld', en: 'Known by accident' },
};

/** Kinds of what went wrong with a draw; several stand side by side with a space between. */
export const MISHAP_WORDS: Readonly<Record<string, Text>> = {
  'factor-corrected': { da: 'En oplysning rettet efter lodtrækningen', en: 'A factor corrected after the draw' },
  'allocated-twice': { da: 'Personens anden lodtrækning', en: 'The person’s second draw' },
  'marked-in-error': { da: 'Trukket ved en fejl', en: 'Drawn in error' },
  'allocated-as-replacement': { da: 'Sat i en andens sted, ikke trukket', en: 'Put in somebody’s place, not drawn' },
  'allocated-by-sheet': { da: 'Trukket med et forseglet ark', en: 'Drawn by a sealed sheet' },
  'allocation-forced': { da: 'Fik noget andet end det, der blev trukket', en: 'Given something else than was drawn' },
};

export const YES: Text = { da: 'Ja', en: 'Yes' };
export const NO: Text = { da: 'Nej', en: 'No' };

/** Days from the draw to what can happen after it. */
export const EVENT_WORDS: Record<RecordedEvent, { da: string; en: string }> = {
  'group-never-started': {
    da: 'Dage fra lodtrækningen, hvis personens gruppe aldrig kom i gang',
    en: 'Days from the draw, where the person’s group never started',
  },
  'stopped-early': {
    da: 'Dage fra lodtrækningen, til personen stoppede i gruppen eller indsatsen',
    en: 'Days from the draw until the person left the group or the intervention',
  },
  death: { da: 'Dage fra lodtrækningen til dødsfald', en: 'Days from the draw to death' },
};
