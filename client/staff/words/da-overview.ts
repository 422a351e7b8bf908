import type { SentenceCode, Urgency } from '#protocols/rules/today';
import type { ExclusionReason } from '#protocols/rules/flow';

const people = (n: number): string => `${n} ${n === 1 ? 'person' : 'personer'}`;
const letters = (n: number): string => `${n} ${n === 1 ? 'brev' : 'breve'}`;

/** What a sentence of the day is filled in with. */
export interface SentenceParts {
  who: string;
  name: string;
  step: string;
  n: number;
  of: number;
  day: string;
}

/** Words of the staff's own pages: the day, the lists, and the pictures of the trial as a whole. */
export const daOverview = {
  today: {
    title: 'I dag',
    urgencies: {
      overdue: 'Er blevet for sent',
      today: 'Går ikke videre, før du gør noget',
      'can-wait': 'Kan vente',
    } satisfies Record<Urgency, string>,
    means: {
      overdue: 'Nogen har ventet længere, end de skulle.',
      today: 'Her er det dig, der har bolden.',
      'can-wait': 'Du behøver ikke at gøre noget i dag.',
    } satisfies Record<Urgency, string>,
    sentences: {
      inform: ({ who }) => `Tal med ${who} om forsøget`,
      countersign: ({ who }) => `Skriv under på samtykket fra ${who}`,
      screen: ({ who }) => `Undersøg, om ${who} kan være med`,
      place: ({ who }) => `Find et hold til ${who}`,
      draw: ({ who }) => `Træk lod for ${who}`,
      'draw-cohort': ({ name, n }) => `Træk lod for holdet ${name}, ${people(n)}`,
      'cohort-lacks': ({ name, n, of, day }) =>
        n > 0
          ? `Find ${people(n)} mere til holdet ${name}, så der kan trækkes lod. Det lukker ${day}`
          : `Fyld holdet ${name} op, hvis du kan: der er nok, og plads til ${of} mere. Det lukker ${day}`,
      'cohort-too-small': ({ name, n }) => `Udskyd holdet ${name}, eller læg det sammen med et andet: det mangler ${people(n)}`,
      'cohort-not-ready': ({ name }) => `Se, hvad der mangler på holdet ${name}, før der kan trækkes lod`,
      'group-starts': ({ name, day }) => `Gør klar til første gang: holdet ${name} begynder ${day}`,
      reads: ({ who }) => `${who} er ved at læse informationen`,
      comprehends: ({ who }) => `${who} er ved at svare på spørgsmål om informationen`,
      signs: ({ who }) => `${who} mangler at skrive under`,
      baseline: ({ who }) => `${who} mangler startskemaet`,
      'more-people': ({ n, step }) => `Se ${n} mere: ${step.toLocaleLowerCase('da')}`,
      'recruitment-behind': ({ n, of }) => `Se på rekrutteringen: der er trukket lod for ${n}, og planen siger ${of}`,
      'cohort-waits': ({ name, n }) =>
        `Holdet ${name} er lukket og mangler ${people(n)}. Koordinatoren udskyder det eller lægger det sammen`,
      'lock-possible': () => 'Foreslå låsning af data og plan: ingen kan svare længere',
      'lock-second': () => 'Bekræft låsningen, som en anden har foreslået',
      'lock-proposed': () => 'Du har foreslået låsningen. En anden skal bekræfte den',
      'take-data-home': () => 'Hent data: planen er låst, og ingen har hentet endnu',
      'letters-silent': ({ n }) => `Få brevene i gang: ${letters(n)} skulle være sendt, og ingen er sendt det seneste døgn`,
      'letters-unsent': ({ n }) => `Find ud af, hvorfor ${letters(n)} ikke er sendt. Mangler der en e-mail?`,
      'letters-unsettled': ({ n }) => `Undersøg ${letters(n)}, som måske er sendt og måske ikke. De sendes ikke igen`,
      'erasure-asked': ({ who }) => `Du har bedt om, at ${who} slettes. En anden udfører det`,
      'erasure-second': ({ who, day }) => `Udfør sletningen af ${who} senest ${day}`,
      'ceremony-commit': ({ day }) => `Lav din andel til lodtrækningens ceremoni, før værdien bliver kendt ${day}`,
      'ceremony-enter': () => 'Skriv den offentlige værdi i lodtrækningens ceremoni: den er kendt nu',
      'ceremony-bring': () => 'Bring din andel fra arket, så lodtrækningen får sit frø',
      'ceremony-give-up': () => 'Afbryd lodtrækningens ceremoni, og annoncér en ny: den kan ikke gå videre',
      'ceremony-waits-shares': ({ day }) =>
        `Lodtrækningens ceremoni venter på en andel. Den skal være lavet, før værdien bliver kendt ${day}`,
      'ceremony-waits-value': ({ day }) => `Lodtrækningens ceremoni venter på den offentlige værdi. Den kan skrives fra ${day}`,
      'ceremony-waits-bringing': () => 'Lodtrækningens ceremoni venter på, at en andel bliver bragt fra sit ark',
      'ceremony-stuck': () =>
        'Lodtrækningens ceremoni kan ikke gå videre. En af dem, der holder den, afbryder den og annoncerer en ny',
      'arm-opened': ({ who, day }) => `Lodtrækningen for ${who} blev åbnet i en nødsituation ${day}`,
    } satisfies Record<SentenceCode, (parts: SentenceParts) => string>,
    nothing: 'Du er ajour',
    nothingHint: 'Ingen venter på dig. Når nogen gør, står det her.',
    empty: 'Ingen er registreret endnu. Når du registrerer den første, står det her, hvad der skal ske.',
    emptyTrial: 'Ingen er registreret endnu. Når den første er, står det her, hvad der skal ske.',
  },
  list: {
    search: 'Søg',
    searchHint: 'Navn, kode, e-mail eller telefon',
    find: 'Søg',
    anyStep: 'Alle trin',
    anyCohort: 'Alle hold',
    clear: 'Vis alle',
    none: 'Ingen passer til det, du søger',
    noneHint: 'Søg på noget andet, eller vis alle.',
    shown: (n: number) => `${people(n)} på denne side`,
    unfinished: (n: number) => `Her er set på ${n} navne, de nyeste først.`,
    goOn: 'Søg videre i de ældre',
    download: 'Hent det viste (CSV)',
    fileName: 'deltagere',
    site: 'Sted',
  },
  way: {
    title: 'Vejen til lodtrækningen',
    done: 'gjort',
    now: 'nu',
    later: 'senere',
    steps: {
      information: ['Samtale', 'Personen skal høre om forsøget fra dig, før noget andet.'],
      reading: ['Læsning og underskrift', 'Personen læser, svarer på nogle spørgsmål og skriver under på sit eget link.'],
      countersigning: ['Din underskrift', 'Først når I begge har skrevet under, er samtykket givet.'],
      screening: ['Betingelser', 'Forsøget er kun for dem, det er lavet til.'],
      baseline: ['Startskema', 'Svarene fra før lodtrækningen er dem, alt senere sammenlignes med.'],
      cohort: ['Hold', 'Alle på et hold får de samme datoer, uanset hvad loddet giver.'],
      allocation: ['Lodtrækning', 'Loddet afgør det, så ingen af os gør.'],
    },
  },
  filling: {
    bar: (members: number, minimum: number, capacity: number) => `${members} af ${capacity} pladser, mindst ${minimum}`,
    enough: 'Nok til at trække lod',
    lacks: (n: number) => `Mangler ${people(n)}`,
    full: 'Fuldt',
    below: 'Er der for få, når holdet lukker, udskydes det eller lægges sammen med et andet før lodtrækningen, aldrig efter.',
    mergeTitle: 'Læg holdet sammen med et andet',
    mergeLead: 'Alle flytter på én gang, og dette hold slutter. Deres datoer bliver det andet holds.',
    mergeInto: 'Hvilket hold?',
    mergeNone: 'Intet andet åbent hold på stedet har plads til alle.',
    merge: 'Læg sammen',
    mergeConsequence: (from: string, into: string, n: string) =>
      `Når ${from} (${n}) er lagt sammen med ${into}, findes ${from} ikke mere, og det kan ikke laves om.`,
    few: 'Bliver der for få?',
    postpone: 'Udskyd holdet',
  },
  recruitment: {
    title: 'Rekruttering',
    picture: (drawn: string, target: string, until: string) =>
      `Kurver over registrerede, samtykker og lodtrukne mod planen. ${drawn} af ${target} er lodtrukket den ${until}. Tallene står i tabellen.`,
    registered: 'Registreret',
    consented: 'Samtykke',
    drawn: 'Lodtrukket',
    planned: 'Planen',
    of: (n: string, target: string) => `Der er trukket lod for ${n} af ${target}.`,
    ahead: (planned: string) => `Planen siger ${planned} i dag. Det går som planlagt.`,
    behind: (planned: string, n: string) => `Planen siger ${planned} i dag. Der mangler ${n}.`,
    plan: (from: string, until: string) =>
      `Protokollen giver ingen datoer. Planen er her en lige linje fra den første registrering ${from} til målet ${until}, halvandet år efter.`,
    reached: (day: string) => `Målet blev nået ${day}.`,
    tooFew: (n: string) => `I de seneste tolv uger er der trukket lod for ${n}. Det er for få til at sige, hvornår målet nås.`,
    projected: (earliest: string, latest: string) =>
      `Fortsætter det som de seneste tolv uger, nås målet med fire chancer ud af fem mellem ${earliest} og ${latest}. Trækkes der lod holdvis, er det mere usikkert.`,
    axis: 'Personer i alt',
    curve: 'Kurverne over tid',
    day: 'Dato',
    bySite: 'Hvert sted',
    site: 'Sted',
    empty: 'Ingen er registreret endnu',
    emptyHint: 'Når den første er registreret, kan du følge det her.',
  },
  flow: {
    title: 'Deltagernes vej',
    lead: 'Alle tælles præcis én gang. Den, der går ud, bliver i optællingen.',
    pooled: 'Grupperne vises under ét, indtil to personer har låst data og plan.',
    assessed: 'Vurderet',
    excluded: 'Ikke lodtrukket',
    underWay: 'På vej mod lodtrækning',
    drawn: 'Lodtrukket',
    allocated: (arm: string) => `Fik ${arm}`,
    all: 'Alle grupper under ét',
    leftOffer: 'Gik fra tilbuddet, men er med i forsøget',
    stopped: 'Stoppede undervejs',
    answered: (wave: string) => `Har svaret: ${wave}`,
    unanswered: (wave: string) => `Har ikke svaret: ${wave}`,
    analysed: 'Med i hovedanalysen',
    count: (label: string, n: string) => `${label} (n\u00a0=\u00a0${n})`,
    reasons: {
      'not-eligible': 'Opfyldte ikke en betingelse',
      declined: 'Sagde nej tak',
      'not-enrolled': 'Gav ikke samtykke i tide',
      withdrew: 'Gik ud før lodtrækningen',
      lost: 'Kunne ikke træffes',
      died: 'Døde',
    } satisfies Record<ExclusionReason, string>,
    diagram: 'Diagrammet',
    what: 'Trin',
    n: 'Antal',
    picture: (assessed: string, drawn: string) =>
      `Flowdiagram: ${assessed} vurderet, ${drawn} lodtrukket. Alle tal står i tabellen nedenfor.`,
    empty: 'Ingen er registreret endnu',
    emptyHint: 'Når den første er registreret, begynder diagrammet her.',
  },
  completeness: {
    title: 'Indsendte spørgeskemaer',
    lead: 'Alle grupper under ét. Den, der er gået ud, var stadig ventet og tælles som manglende.',
    wave: 'Spørgeskema',
    due: 'Ventet',
    submitted: 'Sendt ind',
    late: 'heraf for sent',
    open: 'Kan stadig svare',
    missing: 'Mangler',
    reasons: 'Hvorfor',
    windowMissed: 'Svarede ikke i tide',
    reason: (why: string, n: string) => `${why}: ${n}`,
    empty: 'Intet spørgeskema er ventet endnu',
    emptyHint: 'Når den første kan svare, står tallene her.',
  },
};

export type OverviewWords = typeof daOverview;
