import type { Reply } from '#contract/endpoint';
import type { readLottery } from '#contract/staff/lottery';

type Lottery = Reply<typeof readLottery>;
type Fault = Lottery['wrong'][number]['code'];

export const daLottery = {
  lottery: {
    title: 'Lodtrækningen',
    lead: 'Om lodtrækningen er, som den skal være, hvad der er bevist, og hvordan enhver kan prøve det efter.',
    line: {
      intact: 'Lodtrækningen er intakt',
      broken: 'Noget ved lodtrækningen er ikke, som det skal være',
      late: 'Lodtrækningen er ikke set efter i over en time',
      unchecked: 'Lodtrækningen er ikke set efter endnu',
    } satisfies Record<Lottery['state'], string>,
    checked: (at: string) => `Set efter ${at}`,
    proof: 'Se beviset',
    whatToDo: 'Se hvad du skal gøre',
    means: {
      intact: 'Alt, der er skrevet ned siden sidst, og hvert eneste lod er regnet efter. Du skal ikke gøre noget.',
      broken: 'Vent med at trække flere lod, og sig det til den, der driver systemet, i dag.',
      late: 'Sidst var alt i orden, men systemet ser ikke efter, som det plejer. Sig det til den, der driver systemet.',
      unchecked: 'Systemet ser efter hvert femte minut. Kom tilbage om lidt.',
    } satisfies Record<Lottery['state'], string>,
    since: (at: string) => `Set første gang ${at}.`,
    checks: 'Det ser systemet efter hvert femte minut',
    fine: 'I orden',
    wrong: (n: string) => `${n} fejl`,
    asks: {
      facts: 'Alt nyt og hvert lod passer til sit fingeraftryk og til det, der blev skrevet ned lige før',
      places: 'I hvert lag er loddene nummer 1, 2, 3 … uden hul og uden gengangere',
      commitments: 'Hvert frø var forseglet, før der blev trukket lod med det',
      seeds: 'Det låste frø ligger, hvor det skal',
      tables: 'Det, I ser på skærmen, er det, der blev skrevet ned',
      kept: 'Det, der var i orden ved det sidste eftersyn, er der stadig, uændret',
    } satisfies Record<Fault, string>,
    cures: {
      facts: 'Nogen har ændret noget, der er skrevet ned. Kør "lodtraek audit verify": den viser hvilken linje.',
      places: 'Et lod mangler eller er trukket to gange. Kør "lodtraek audit verify", og sammenlign med en sikkerhedskopi.',
      commitments: 'Et segl mangler eller er et andet. Sammenlign med det, der er offentliggjort.',
      seeds: 'Der kan ikke trækkes flere lod. Hent frøet tilbage fra en sikkerhedskopi.',
      tables: 'Det viste er ikke det, der er skrevet ned. Kør "lodtraek audit rebuild": den laver tabellerne forfra.',
      kept: 'Noget, der var i orden før, er ændret siden. Kør "lodtraek audit verify", og gem både database og kontrolpunkter.',
    } satisfies Record<Fault, string>,
    covered: 'Hvad det seneste eftersyn dækker',
    facts: 'Hændelser set efter',
    lots: 'Lod',
    head: 'Alt, hvad lodtrækningen hviler på, i ét fingeraftryk',
    sealed: (scheme: string, at: string) => `Segl på frøet til "${scheme}", sat ${at}`,
    checkpoint: 'Seneste kontrolpunkt uden for huset',
    checkpointSays: (n: string, at: string) => `Nummer ${n}, ${at}`,
    noCheckpoint: 'Intet endnu. Der kommer et hver time.',
    proved: 'Hvad der er bevist',
    provedNow: [
      'Frøet blev valgt og forseglet, før den første deltager kom med. Seglet er offentligt og kan ikke passe til et andet frø.',
      'Hvert lod er skrevet ned i en kæde, hvor hver linje bærer et fingeraftryk af den forrige. Ingen kan ændre en linje, uden at det ses.',
      'Loddene er trukket i den rækkefølge, de er skrevet ned, uden huller.',
    ],
    provedAfter:
      'Når forsøget er låst, åbnes frøet. Så kan enhver trække hvert lod igen på sin egen maskine og se, at det giver det samme.',
    notProved: 'Hvad der ikke er bevist',
    notProvedList: [
      'At ingen blev holdt ude, eller kom i en anden rækkefølge, før de blev skrevet ned. Derfor skrives samtale, samtykke og betingelser ned, før loddet trækkes.',
      'At den, der driver maskinen, ikke har kigget i dens hukommelse, mens der blev trukket. Derfor ligger frøet låst, og kun ét program kan åbne det.',
      'At oplysningerne om en person var rigtige. Kun at loddet følger af dem, der blev skrevet ned.',
      'At frøet ikke blev valgt, fordi dets lod passede nogen. Det gør ceremonien svært; er en ceremoni afbrudt, står det i rækken.',
    ],
    yourself: 'Prøv det selv',
    yourselfLead:
      'Siden med prøven bruger ikke nettet og kan gemmes og bruges uden for huset. Den læser pakken med lodtrækningen og, hvis du har en, kvitteringen for et lod.',
    open: 'Åbn prøven',
    beforeLock: 'Pakken kan hentes, når to personer har låst forsøget. Indtil da ville den vise, hvad der er trukket.',
    download: 'Hent pakken',
    downloadLead:
      'Pakken rummer koder, tidspunkter og arme. Den rummer ingen navne og ingen svar. Det noteres, at frøet er åbnet.',
    downloaded: (name: string) => `${name} er hentet.`,
    askOther: 'Forskeren eller statistikeren kan hente pakken.',
    ceremonyLead: 'Se, hvem der laver frøet, hvad det venter på, og de segl, der kan lægges frem.',
    schemes: 'Sammenlign måder at trække lod på',
    schemesLead: 'Se, hvor let loddet er at gætte, og hvor jævne armene bliver, før I vælger.',
    receipt: {
      title: 'Kvittering for loddet',
      lead: 'Gem kvitteringen i din egen mappe. Når forsøget er låst, kan enhver se, at loddet findes i pakken og er det samme.',
      save: 'Hent kvitteringen',
      saved: (name: string) => `${name} er hentet.`,
    },
  },
};
