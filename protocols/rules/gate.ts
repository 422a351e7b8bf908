import type { ConditionId, Registered } from '../model/gate';
import type { Protocol } from '../model/protocol';
import type { Language, Text } from '../model/text';

/** One condition of the opening: met or not, for a site where it concerns one, and what to do where it is not. */
export interface Condition {
  condition: ConditionId;
  site: string | null;
  met: boolean;
  /** What it rests on, where somebody registered it. */
  reference: string | null;
  title: Required<Text>;
  cure: Required<Text>;
}

/** What the house knows of a trial beside its protocol. */
export interface Known {
  registered: readonly { condition: Registered; site: string | null; reference: string }[];
  /** Whether the seed of the lottery in force is made and committed to. */
  lottery: boolean;
  /** How many safety contacts hold a grant. */
  clinicians: number;
  /** Errors that `check` finds in the version in force. */
  errors: number;
  /** Instruments asked in a language whose words are a placeholder, or were compared with the authorised ones by nobody. */
  unworded: readonly { instrument: string; language: Language }[];
}

/** Every condition of a trial's opening, in the order they are usually met. The gate is green where all are. */
export function gateOf(protocol: Protocol, known: Known): Condition[] {
  const { legalBasis, sites, safety, analysis } = protocol;
  const said = (condition: Registered, site: string | null, title: Required<Text>, cure: Required<Text>): Condition => {
    const fact = known.registered.findLast((one) => one.condition === condition && one.site === site);
    return { condition, site, met: fact !== undefined, reference: fact?.reference ?? null, title, cure };
  };
  const seen = (condition: ConditionId, met: boolean, title: Required<Text>, cure: Required<Text>): Condition => {
    return { condition, site: null, met, reference: null, title, cure };
  };
  const words = known.unworded.map(({ instrument, language }) => `${instrument} (${language})`).join(', ');
  const hasPlan = analysis.itemMissing !== undefined && analysis.estimands.length > 0;
  return [
    seen(
      'check',
      known.errors === 0,
      { da: 'Protokollen hænger sammen', en: 'The protocol holds together' },
      { da: 'Ret det, "lodtraek check" viser.', en: 'Correct what "lodtraek check" shows.' },
    ),
    seen(
      'plan',
      hasPlan,
      { da: 'Analyseplanen er fuldstændig', en: 'The analysis plan is complete' },
      { da: 'Skriv estimand og "itemMissing" i protokollen.', en: 'Write the estimand and "itemMissing" in the protocol.' },
    ),
    said(
      'legal-basis',
      null,
      { da: 'Det retlige grundlag er noteret', en: 'The legal basis is registered' },
      legalBasis === 'consent'
        ? {
            da: 'Skriv sagsnummeret for fortegnelsen over behandlingen.',
            en: 'Write the case number of the record of processing.',
          }
        : { da: 'Skriv sagsnummeret for forskningsgrundlaget.', en: 'Write the case number of the research basis.' },
    ),
    said(
      'ethics',
      null,
      { da: 'Komitéens svar er noteret', en: 'The ethics committee’s answer is registered' },
      {
        da: 'Skriv journalnummeret, også hvis svaret er, at det ikke skal anmeldes.',
        en: 'Write the journal number, also where the answer is that it need not be notified.',
      },
    ),
    ...sites.map(({ id, name }) =>
      said(
        'agreement',
        id,
        { da: `Aftale med ${name}`, en: `Agreement with ${name}` },
        { da: `Skriv nummeret på aftalen med ${name}.`, en: `Write the number of the agreement with ${name}.` },
      ),
    ),
    seen(
      'wordings',
      known.unworded.length === 0,
      { da: 'Skemaernes ord er godkendte', en: 'The instruments’ words are verified' },
      {
        da: `Læg godkendte ord i "wordings/" for ${words || '–'}.`,
        en: `Put verified words in "wordings/" for ${words || '–'}.`,
      },
    ),
    said(
      'wordings-acknowledged',
      null,
      { da: 'Nogen har læst skemaernes ord igennem', en: 'Somebody has read the instruments’ words through' },
      { da: 'Læs dem, som deltagerne ser dem, og skriv datoen.', en: 'Read them as participants see them, and write the date.' },
    ),
    seen(
      'lottery',
      known.lottery,
      { da: 'Lodtrækningens frø er lavet og låst', en: 'The seed of the lottery is made and committed to' },
      { da: 'Hold ceremonien for lodtrækningen.', en: 'Hold the ceremony of the lottery.' },
    ),
    said(
      'contact',
      null,
      { da: 'En navngiven kontakt for bekymringer', en: 'A named contact for concerns' },
      {
        da: 'Aftal, hvem der tager imod, og skriv hvor aftalen ligger; navnet hører ikke til her.',
        en: 'Agree who receives concerns, and write where the agreement lies; the name does not belong here.',
      },
    ),
    ...((safety.alerts ?? []).length > 0
      ? [
          seen(
            'clinician',
            known.clinicians > 0,
            { da: 'En kliniker er på vagt for alarmer', en: 'A clinician is rostered for alerts' },
            { da: 'Giv en kliniker rollen sikkerhedskontakt.', en: 'Give a clinician the role of safety contact.' },
          ),
        ]
      : []),
  ];
}
