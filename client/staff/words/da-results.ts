import type { Judgement } from '../results/judge';

/** Words of the pages about results, corrections and erasure. */
export const daResults = {
  results: {
    title: 'Resultater',
    hidden: 'Udfald vises ikke opdelt på grupper endnu',
    hiddenWhy:
      'Så længe forsøget samler svar, må ingen se udfald opdelt på grupper. Ellers kunne det, man så, komme til at ændre det, man gør. Når to personer har låst data og plan, står effekten her.',
    recruitment: 'Lodtrukne mod mål',
    recruited: (n: string, target: string, share: string) => `Der er trukket lod for ${n} af ${target} (${share}).`,
    completeness: 'Indsendte spørgeskemaer',
    completenessLead: 'Alle grupper under ét.',
    wave: 'Spørgeskema',
    submitted: 'Sendt ind',
    due: 'Forventet',
    share: 'Andel',
    nothingDue: 'Ingen spørgeskemaer er forventet endnu. Når de er, står de her.',
    lock: 'Lås data og plan',
    lockLead: 'Det kræver to personer. Den første foreslår, den anden bekræfter. Derefter kører den aftalte analyse.',
    propose: 'Foreslå låsning',
    confirm: 'Bekræft låsning',
    proposedBy: (who: string) => `${who} har foreslået låsningen.`,
    proposeConsequence: 'Når du har foreslået låsningen, skal en anden bekræfte den. Data fastholdes, som de er nu.',
    confirmConsequence: 'Når planen er låst, kan det ikke laves om. Effekten opdelt på grupper bliver synlig.',
    lockedBy: (proposer: string, locker: string, at: string) => `Foreslået af ${proposer}, låst af ${locker} ${at}.`,
    download: 'Hent data',
    downloadLead: 'Data og kodebog: ingen navne, dage i stedet for datoer, nye koder i hver fil. Hver hentning skrives ned.',
    presets: {
      'excel-workbook': 'Excel-projektmappe',
      'excel-danish': 'CSV til dansk Excel',
      statistics: 'CSV til statistikprogram',
    },
    downloaded: (name: string) => `${name} er hentet.`,
  },
  effect: {
    title: 'Effekten',
    finding: (o: {
      treated: string;
      reference: string;
      outcome: string;
      wave: string;
      size: string;
      higher: boolean;
      level: string;
      lower: string;
      upper: string;
    }) =>
      `${o.wave}: ${o.treated} lå i gennemsnit ${o.size} point ${o.higher ? 'højere' : 'lavere'} end ${o.reference} på ${o.outcome}, ${o.level} interval ${o.lower} til ${o.upper}.`,
    important: (size: string) => `En forskel på ${size} point eller mere regnes for vigtig.`,
    judgements: {
      clear: 'Hele intervallet ligger over den vigtige forskel.',
      possible: 'Intervallet ligger helt på den gode side af nul og rummer både forskelle over og under den vigtige.',
      small: 'Intervallet ligger helt på den gode side af nul, men under den vigtige forskel.',
      open: 'Intervallet rummer også ingen forskel.',
      harm: 'Intervallet ligger helt på den dårlige side af nul.',
      positive: 'Intervallet ligger helt på den gode side af nul.',
    } satisfies Record<Judgement, string>,
    none: 'Effekten kan ikke beregnes',
    g: (g: string, level: string, lower: string, upper: string) => `Hedges’ g ${g} (${level} interval ${lower} til ${upper})`,
    adjusted: 'Justeret gennemsnit',
    analysed: 'Med i analysen',
    drawn: 'Lodtrukne',
    arm: 'Gruppe',
    arms: 'Grupperne',
  },
  forest: {
    title: 'Forskellen, set på flere måder',
    axis: (treated: string, reference: string) => `Forskel i point: ${treated} minus ${reference}`,
    zero: 'ingen forskel',
    important: 'vigtig forskel',
    analysis: 'Analyse',
    difference: 'Forskel',
    between: (lower: string, upper: string) => `${lower} til ${upper}`,
    interval: (level: string) => `${level} interval`,
    p: 'p',
    n: 'n',
    method: 'Metode',
    kinds: {
      primary: 'Hovedanalysen, som planen låste den',
      sensitivity: 'Andre måder at regne på (undersøgende)',
      subgroup: 'Undergrupper (undersøgende)',
    },
    picture: (rows: number, first: string) => `Forestplot med ${rows} rækker. ${first} Tallene står i tabellen.`,
  },
  trajectories: {
    title: 'Udviklingen over tid',
    axis: (outcome: string) => `${outcome}, gennemsnit i point`,
    table: 'Gennemsnit og 95 % interval',
    mean: 'Gennemsnit',
    interval: '95 % interval',
    n: 'n',
    picture: (arms: string, waves: string) => `Kurver for ${arms} ved ${waves}. Tallene står i tabellen.`,
    note: 'Lodrette streger er 95 % intervaller. n er antallet bag hvert punkt.',
  },
  correction: {
    title: 'Ret et svar',
    lead: 'Et indsendt svar kan rettes med en grund. Det tidligere svar bliver stående i historien.',
    wave: 'Tidspunkt',
    instrument: 'Skema',
    instrumentHint: 'Skemaets id fra kodebogen, fx who-5.',
    item: 'Spørgsmål',
    itemHint: 'Spørgsmålets id fra kodebogen, fx 3.',
    kind: 'Det rigtige svar',
    asCode: 'Et svar',
    asBlank: 'Intet svar',
    answer: 'Svarets tal',
    blank: 'Hvorfor intet svar?',
    seen: 'Hvilken udgave af svaret retter du?',
    seenHint: '1, hvis svaret ikke er rettet før.',
    reason: 'Hvorfor rettes det?',
    submit: 'Ret svaret',
    done: (version: number) => `Svaret er rettet og har nu udgave ${version}.`,
    newest: (version: number) => `Den nyeste udgave er ${version}.`,
  },
  erasure: {
    title: 'Slet en deltager',
    lead: 'Det kræver to personer: én beder om sletningen, en anden udfører den. Antallet af deltagere bliver ved med at passe.',
    ask: 'Bed om sletning',
    askLead: 'Når en deltager har bedt om det, eller noget er indtastet ved en fejl.',
    reason: 'Hvorfor?',
    asked: 'Ønsket er skrevet ned. En anden skal nu udføre sletningen.',
    carryOut: 'Udfør sletning',
    carryOutLead: 'Kun hvis en anden har bedt om den.',
    consequence: (code: string) => `Når ${code} er slettet, findes svar, navn og kontakt ikke mere, og det kan ikke laves om.`,
    now: 'Slet nu',
    erased: (code: string) => `${code} er slettet.`,
    codeHint: 'Koden står på brevene, fx P7K-3QX-4.',
    fillIn: 'Skriv deltagerens kode.',
  },
};

export type ResultWords = typeof daResults;
