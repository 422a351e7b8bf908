import type { AbortReason, SheetPlace } from '#protocols/model/ceremony';
import type { Ceremony } from '../ceremony/types';

/** Words of the page where the seed of a lottery is made. */
export const daCeremony = {
  ceremony: {
    title: 'Lodtrækningens ceremoni',
    ready: 'Lodtrækningen har sit frø. Ingen kender det, og seglet nedenfor viser bagefter, at det ikke er skiftet ud.',
    notReady:
      'Lodtrækningen har intet frø endnu, og ingen kan komme med. To personer laver hver sin andel, og en offentlig værdi, som ingen kender endnu, kommer til.',
    print: 'Udskriv segl',
    now: (n: number) => `Det næste i ceremoni ${n}`,
    outdated: 'Protokollen er ændret, siden ceremonien blev annonceret. Afbryd den, og annoncér en ny.',
    commitments: 'Segl til registret',
    commitmentsLead: (trial: string, version: string) =>
      `Forsøget ${trial}, protokol ${version}. Læg dette frem, hvor forsøget er registreret, før den første deltager. Alle ceremonier står her, også de afbrudte.`,
    commitment: 'Frøets segl:',
    empty: 'Ingen ceremoni er annonceret endnu',
    emptyHint: 'Når den første er annonceret, står den her.',
    numbered: (n: number) => `Ceremoni ${n}`,
    automatic: 'Automatisk: holdt af systemet selv, fordi alle personer i forsøget er opdigtede.',
    by: (who: string, at: string) => `${who}, ${at}`,
    missing: 'Mangler',
    announced: 'Annonceret',
    source: 'Offentlig værdi',
    known: (source: string, at: string) => `${source}, kendt ${at}`,
    protocol: 'Protokollens hash',
    software: (version: string) => `Programmets version: ${version}`,
    scheme: (id: string) => `Hash af lodtrækningens form (${id})`,
    broughtAt: (at: string) => `Bragt ${at}`,
    publicValue: 'Værdien, som den blev offentliggjort',
    completed: 'Frøet er lavet',
    escrowGiven: 'Det tredje ark er givet til',
    rehearsed: 'Genopbygning øvet',
    recovered: 'Frøet genopbygget',
    aborted: (reason: string) => `Afbrudt: ${reason}`,
    standings: {
      shares: 'venter på andele',
      'value-time': 'venter på værdien',
      'too-late': 'kom for sent',
      value: 'værdien kan skrives',
      bringing: 'venter på arkene',
      complete: 'fuldført',
      aborted: 'afbrudt',
    } satisfies Record<Ceremony['standing'], string>,
    waits: {
      shares: (at: string) =>
        `Den ublindede statistiker og en uafhængig skal hver lave en andel, før værdien bliver kendt ${at}. Når begge har bundet sig, går det videre.`,
      otherShare: (at: string) => `Du har bundet dig. Den anden mangler, og det skal ske før ${at}. Pas på dit ark.`,
      valueTime: (source: string, at: string) => `Begge har bundet sig. Nu venter I på ${source}. Værdien kan skrives fra ${at}.`,
      value: 'Værdien er kendt. En af dem, der holder ceremonien, skriver den.',
      bringing: 'Værdien er skrevet. Nu bringer de to deres andele fra arkene.',
      otherBrings: 'Du har bragt din andel. Når den anden bringer sin, er frøet lavet.',
      tooLate: 'Værdien blev kendt, før begge havde bundet sig. Afbryd ceremonien, og annoncér en ny med en senere værdi.',
    },
    sheet: {
      places: { first: 'Statistikerens ark', second: 'Den uafhængiges ark', escrow: 'Det tredje ark' } satisfies Record<
        SheetPlace,
        string
      >,
      /** Over what is published of a sheet: its commitment alone. */
      seals: {
        first: 'Segl for statistikerens ark',
        second: 'Segl for den uafhængiges ark',
        escrow: 'Segl for det tredje ark',
      } satisfies Record<SheetPlace, string>,
      title: (place: string) => place,
      of: (trial: string, n: number) => `Forsøget ${trial}, ceremoni ${n}`,
      keep: 'To af de tre ark kan genskabe frøet; ét alene fortæller intet. Læg arket i en lukket kuvert, hvor kun du kan komme. Vis det aldrig til den, der har et af de andre.',
    },
    make: {
      lead: 'Din andel bliver lavet i din egen browser og vises kun nu. Hav en printer eller papir klar, og vær alene ved skærmen.',
      make: 'Lav min andel',
      once: 'Udskriv arket, eller skriv det af. Når du har bundet dig, bliver andelen ikke vist igen. Kun dens segl bliver sendt.',
      last: 'Skriv de sidste fire tegn fra dit ark',
      lastHint: 'Det er ikke de sidste fire tegn. Se på dit ark.',
      bind: 'Bind mig til andelen',
      insecure: 'En andel kan kun laves over en sikker forbindelse. Åbn siden på adressen med https.',
    },
    announce: {
      title: 'Annoncér en ceremoni',
      lead: 'Vælg en værdi, som alle kan se bagefter, og som ingen kan kende nu. Så kan ingen prøve sig frem til et frø, der passer.',
      source: 'Hvor værdien kommer fra',
      sourceExample: 'Fx drand, runde 4242424',
      sourceHint: 'Skriv kilden, så en fremmed kan finde værdien: mindst syv tegn.',
      knownAt: 'Hvornår den bliver kendt',
      knownAtExample: 'Giv begge tid til at lave deres andel først.',
      knownAtHint: 'Vælg dag og tidspunkt.',
      submit: 'Annoncér',
    },
    value: {
      lead: (source: string) => `Find ${source}, og skriv værdien tegn for tegn, som den er offentliggjort.`,
      label: 'Værdien',
      hint: 'Skriv hele værdien: mindst seks tegn.',
      submit: 'Skriv værdien',
    },
    bring: {
      lead: (value: string, source: string) =>
        `Værdien er skrevet som ${value}. Se efter, at den passer med ${source}. Skriv så din andel fra arket.`,
      label: 'De 64 tegn fra dit ark',
      written: (n: number) => `${n} af 64 tegn`,
      hint: (n: number) => `Der er ${n} tegn, og der skal være 64. Mellemrum er ligegyldige.`,
      submit: 'Bring min andel',
    },
    escrow: {
      title: 'Det tredje ark',
      lead: 'Du har ingen andel og kan derfor gemme det tredje ark. Mister en af de to deres, genskaber dit ark og det andet frøet. Det vises kun nu: hav en printer eller papir klar.',
      submit: 'Vis det tredje ark',
    },
    abort: {
      title: 'Afbryd ceremonien',
      reason: 'Hvorfor?',
      reasons: {
        'share-lost': 'En andel er tabt',
        'holder-gone': 'En af de to er her ikke længere',
        'share-seen': 'Nogen kan have set en andel',
        'too-late': 'Værdien blev kendt for tidligt',
        'value-missing': 'Værdien blev ikke offentliggjort',
        'value-mistyped': 'Værdien blev skrevet forkert',
        'protocol-changed': 'Protokollen er ændret',
      } satisfies Record<AbortReason, string>,
      submit: 'Afbryd',
      consequence: (n: number) => `Ceremoni ${n} kan ikke genoptages. Den bliver stående som afbrudt, og en ny kan annonceres.`,
      consequenceComplete: (n: number) =>
        `Frøet fra ceremoni ${n} bliver kasseret, og ingen kan trækkes, før en ny er holdt. Den bliver stående som afbrudt.`,
    },
  },
};
