import type { Effect } from '../results/effect-types';

/** Words about what stands behind the figures of a result: groups, events, who is missing, versions. */
export const daFigures = {
  groups: {
    title: 'Folk mødtes i grupper',
    lead: (shared: string, size: string) =>
      `${shared} grupper, i gennemsnit ${size} i hver. Folk i samme gruppe kommer til at ligne hinanden, så de fortæller mindre end lige så mange fremmede. Det er regnet med.`,
    intraclass: 'Hvor meget en gruppe ligner sig selv (ICC)',
    designEffect: 'Designeffekt',
    designMeans: 'Så mange gange flere skal der til for at vide det samme.',
    cost: 'Hvad det ville koste at se bort fra grupperne',
    costMeans: (percent: string) => `Usikkerheden ville se ${percent} mindre ud, end den er.`,
    costNothing: 'Usikkerheden ville ikke se mindre ud, end den er.',
    alone: (n: string) => `${n} blev aldrig sat i en gruppe med andre og regnes for sig selv.`,
  },
  events: {
    title: 'Hvad der kan ske efter lodtrækningen',
    lead: 'Spørgsmålet siger på forhånd, hvad der gælder ved hver hændelse.',
    event: 'Hændelse',
    strategy: 'Regel',
    handling: 'Hvad der er gjort',
    happened: 'Skete for',
    names: {
      'group-never-started': 'Gruppen kom aldrig i gang',
      'stopped-early': 'Stoppede før tid',
      'peer-support-elsewhere': 'Fandt peerstøtte et andet sted',
      admission: 'Indlæggelse',
      death: 'Død',
    } as Record<string, string>,
    strategies: {
      'treatment-policy': 'Som lodtrukket, uanset hvad',
      hypothetical: 'Som om det ikke var sket',
      composite: 'Tæller som ikke opnået',
      'while-on-treatment': 'Indtil det skete',
      'principal-stratum': 'Kun dem, det ikke ville ske for',
    } satisfies Record<Effect['events'][number]['strategy'], string>,
    handlings: {
      'used-as-observed': 'Svar er brugt, som de er',
      'set-aside': 'Svar fra dagen eller senere er lagt til side',
      'counted-as-failure': 'Er talt som ikke opnået',
      'not-recorded': 'Forsøget skriver det ikke ned, så svar er brugt, som de er',
    } satisfies Record<Effect['events'][number]['handling'], string>,
    none: 'Der er ikke sagt noget om hændelser.',
  },
  missing: {
    title: 'Hvem er ikke med i hovedanalysen',
    reason: 'Grund',
    all: 'I alt',
    nobody: 'Alle lodtrukne er med.',
    reasons: {
      'arm-missing': 'Ingen lodtrækning',
      'other-arm': 'En anden gruppe',
      'intercurrent-event': 'Svar lagt til side efter en hændelse',
      'outcome-missing': 'Intet udfald',
      'baseline-missing': 'Ingen startværdi',
      'stratum-missing': 'Et stratum mangler',
      'covariate-missing': 'En kovariat mangler',
    } satisfies Record<Effect['excluded'][number]['reason'], string>,
    strict: (n: string, byArm: string) =>
      `Skulle hvert spørgsmål i skemaet være besvaret, ville yderligere ${n} falde fra (${byArm}).`,
    strictNobody: 'Ingen med en score har sprunget et spørgsmål over, så en strengere regel ville ikke koste nogen.',
  },
  rehearsal: {
    title: 'Prøv planen af',
    lead: 'Rapporten, som den kommer til at se ud, på de svar, der er nu, og grupper, som lodtrækningen lige har givet på ny. De virkelige grupper er ikke læst. Det viser, at planen kan regnes, og hvor store forskelle tilfældet alene giver.',
    show: 'Vis en øvelse',
    again: 'Vis en øvelse til',
    mark: 'Øvelse med nye lodtrækninger',
    marked: (seed: string) => `Øvelse ${seed}: grupperne er trukket på ny. Ingen tal her siger noget om indsatsen.`,
  },
  computing: {
    title: 'Analysen er i gang',
    progress: (done: string, of: string) =>
      `${done} af ${of} udfald er regnet. Siden viser resultatet, så snart det er klar; du kan roligt gå imens.`,
  },
  outcomes: {
    title: 'Alle planens udfald',
    lead: 'Det primære udfald afgør. De andre er aftalt på forhånd, men kan ikke afgøre noget alene.',
    leadShared:
      'Udfaldene deler risikoen for at tage fejl, som planen siger; det justerede p tager højde for det. De undersøgende er uden for.',
    outcome: 'Udfald',
    adjusted: 'Justeret p',
    roles: { primary: 'primært', secondary: 'sekundært', exploratory: 'undersøgende' },
    scales: { 'risk-difference': 'forskel i procentpoint', 'odds-ratio': 'oddsratio' },
  },
  lottery: {
    title: 'Lodtrækningen spillet igen',
    lead: 'Havde indsatsen ikke ændret nogens svar det mindste, hvor ofte ville lodtrækningen så alene have givet en forskel som den, vi ser?',
    difference: 'Forskel inden for lodtrækningens strata',
    drawn: (n: string) => `${n} lodtrækninger efter forsøgets egen plan`,
    listed: (n: string) => `alle ${n} lodtrækninger, planen kunne give`,
    interval: (level: string) => `${level} interval`,
    noInterval: 'Vises ikke: der mangler flere svar i den ene gruppe, og ingen regel siger, hvad de ville have været.',
    least: (p: string) => `Mindre end ${p} kunne denne lodtrækning ikke give.`,
    how: 'Testen gælder den skarpe nulhypotese. Forskellen er delt med sin egen usikkerhed (studentiseret).',
    howAdjusted:
      'Testen gælder den skarpe nulhypotese. Startværdien er trukket fra først, og forskellen er delt med sin egen usikkerhed (studentiseret).',
    refused: {
      'no-single-comparison': 'Testen sammenligner to grupper, trukket person for person eller hold for hold.',
      'no-outcome': 'Ingen har et udfald endnu.',
      'one-arm': 'Alle med et udfald er i samme gruppe.',
      'too-many-to-list': 'Lodtrækningen kunne falde ud på for mange måder til at skrive dem op.',
      'singular-covariates': 'Startværdien er ens for alle og kan ikke trækkes fra.',
      'drawn-together': 'Der er trukket lod om husstande eller steder, og den lodtrækning spilles ikke igen her.',
      'several-schemes': 'Lodtrækningens plan blev lavet om undervejs, og den blandede lodtrækning spilles ikke igen her.',
      'somebody-withheld': 'Nogen er slettet, og uden dem kan lodtrækningen ikke spilles igen.',
    } satisfies Record<Extract<Effect['rerandomisation'], { refused: string }>['refused'], string>,
  },
  data: {
    title: 'Data bag tallene',
    cutoff: (position: string) => `Data er, som de stod ved position ${position} i forsøgets kæde af fakta.`,
    version: (version: string, n: string) => `${n} blev spurgt efter protokol ${version}.`,
    plan: (digest: string) => `Den låste plan har fingeraftrykket ${digest}.`,
  },
};

export type FigureWords = typeof daFigures;
