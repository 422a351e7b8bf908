/** What is known of a trial's lottery when the sentences are printed; `done` once it is locked. */
export interface Drawn {
  done: boolean;
  method: string;
  /** Only after the lock: block sizes help guessing. */
  parameters: readonly string[];
  ratio: string;
  balancedBy: readonly string[];
  isCohort: boolean;
  isHousehold: boolean;
  sealedAt: string | null;
  seal: string | null;
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} og ${parts.at(-1)}`;

export const daReporting = {
  reporting: {
    title: 'Sætninger til protokol og artikel',
    lead: 'Skrevet af forsøgets egne oplysninger, efter CONSORT 2025 (17a til 20b) og SPIRIT 2025 (21a til 24c). Læs dem igennem, før du bruger dem.',
    hidden: 'Blokkenes størrelser og andre tal, der gør loddet lettere at gætte, kommer med, når forsøget er låst.',
    copy: 'Kopiér sætningerne',
    items: {
      generation: 'Hvem laver rækken',
      type: 'Metode',
      concealment: 'Hemmeligholdelse',
      access: 'Adgang',
      blinded: 'Hvem er blindet',
      how: 'Hvordan',
    },
    sentences: {
      generation: ({ done, sealedAt, seal }: Drawn) =>
        `Rækken ${done ? 'blev' : 'bliver'} lavet af systemet Lodtræk: hvert lod ${done ? 'blev' : 'bliver'} regnet ud med HMAC-SHA256 af et hemmeligt frø på 256 bit, og der ${done ? 'fandtes' : 'findes'} ingen liste på forhånd.${
          sealedAt === null ? '' : ` Frøet blev forseglet ${sealedAt}, før den første deltager (SHA-256 ${seal}).`
        }`,
      type: ({ done, method, parameters, ratio, balancedBy, isHousehold }: Drawn) =>
        `Metode: ${method}${parameters.length > 0 ? ` (${parameters.join('; ')})` : ''}, i forholdet ${ratio}${
          balancedBy.length > 0 ? `, holdt jævn inden for ${listed(balancedBy)}` : ''
        }.${isHousehold ? ` Et par ${done ? 'fik' : 'får'} det samme lod.` : ''}`,
      concealment: ({ done, isCohort }: Drawn) =>
        `${isCohort ? 'Et helt hold' : 'Hver deltager'} ${done ? 'blev' : 'bliver'} trukket centralt, efter at samtykke, betingelser og startskema ${done ? 'var' : 'er'} skrevet ned og ikke ${done ? 'kunne' : 'kan'} ændres. Armen ${done ? 'blev' : 'bliver'} først vist, når loddet ${done ? 'var' : 'er'} gemt.`,
      access: ({ done }: Drawn) =>
        `Hverken de, der ${done ? 'tog' : 'tager'} deltagere ind, eller de, der ${done ? 'gav' : 'giver'} tilbuddet, ${done ? 'havde' : 'har'} adgang til rækken, blokkenes størrelser, næste plads eller tal fordelt på arme. Kun lodtrækningens eget program ${done ? 'kunne' : 'kan'} åbne frøet, og enhver kan trække alle lod igen af den pakke, der offentliggøres.`,
      blinded: ({ done }: Drawn) =>
        `Deltagerne og de, der ${done ? 'stod' : 'står'} for tilbuddet, ${done ? 'kendte' : 'kender'} armen. De, der ${done ? 'indhentede' : 'indhenter'} svar i telefonen, og de, der ${done ? 'analyserede' : 'analyserer'}, ${done ? 'gjorde' : 'gør'} det ikke, før to personer ${done ? 'havde' : 'har'} låst data og plan.`,
      how: ({ done }: Drawn) =>
        `Blindingen ${done ? 'blev' : 'bliver'} holdt af rollerne i systemet: ingen side, fil eller fejlbesked til en blindet rolle ${done ? 'rummede' : 'rummer'} arm, gruppe eller fremmøde, og spørgsmål, datoer og påmindelser ${done ? 'var' : 'er'} ens i alle arme. Hver afblinding, i nød eller ved et uheld, ${done ? 'blev' : 'bliver'} skrevet ned med sin grund og talt med i en følsomhedsanalyse.`,
    },
  },
};
