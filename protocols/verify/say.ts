/** What a verification found, in words for whoever is no programmer. */
import type { Verification } from './verify';

export type SaidIn = 'da' | 'en';

/** So many findings are told; the first is where to look first. */
const TOLD = 20;

const WORDS = {
  da: {
    intact: (lots: number) => `Lodtrækningen er intakt. Alle ${lots} lod er trukket igen og gav det samme.`,
    broken: 'Noget er ikke, som det skal være. Se først på det øverste.',
    trial: 'Forsøg',
    read: (facts: number, streams: number) => `${facts} linjer i ${streams} kæder er læst.`,
    scheme: (id: string, method: string, lots: number, strata: number) =>
      `${id} (${method}): ${lots} lod i ${strata} lag. Forseglet som`,
    mishaps: 'Noget gik galt undervejs og er skrevet ned. Ingen lod er ændret af det:',
    mishap: {
      'lottery-paused': 'lodtrækningen sat på pause',
      'lottery-resumed': 'lodtrækningen sat i gang igen',
      'factor-corrected': 'oplysning rettet efter lodtrækningen',
      'allocated-twice': 'trukket to gange',
      'marked-in-error': 'trukket ved en fejl',
      'allocated-as-replacement': 'sat i en andens sted, ikke trukket',
      'allocation-forced': 'fik noget andet end det, der blev trukket',
      'sheets-made': 'forseglede ark lavet',
      'allocated-by-sheet': 'trukket med et forseglet ark',
    },
    held: (n: number, source: string, value: string) =>
      `Ceremoni ${n}: frøet er lavet af to personers andele og værdien ${value} fra "${source}".`,
    automatic: (n: number) => `Ceremoni ${n}: holdt automatisk, for opdigtede personer.`,
    aborted: (n: number, reason: string) => `Ceremoni ${n}: afbrudt (${reason}).`,
    open: (n: number) => `Ceremoni ${n}: ikke gjort færdig.`,
    value: 'Sammenlign værdien med den, kilden offentliggjorde på det annoncerede tidspunkt.',
    reasons: {
      'share-lost': 'en andel er tabt',
      'holder-gone': 'en holder er her ikke længere',
      'share-seen': 'nogen kan have set en andel',
      'too-late': 'værdien blev kendt for tidligt',
      'value-missing': 'værdien blev ikke offentliggjort',
      'value-mistyped': 'værdien blev skrevet forkert',
      'protocol-changed': 'protokollen blev ændret',
    },
    key: 'Underskrevet med nøglen',
    compare: 'Sammenlign forseglingen med den, der blev offentliggjort før første deltager, og nøglen med husets.',
    line: 'linje',
    more: (n: number) => `og ${n} til.`,
    limits:
      'Det er bevist, at loddene følger af frøet, der blev forseglet på forhånd, og at det, der blev skrevet ned, hænger sammen. Det er ikke bevist, at ingen blev holdt ude eller kom i en anden rækkefølge, før de blev skrevet ned.',
  },
  en: {
    intact: (lots: number) => `The lottery is intact. All ${lots} lots were drawn again and came out the same.`,
    broken: 'Something is not as it must be. Look at the first line first.',
    trial: 'Trial',
    read: (facts: number, streams: number) => `${facts} lines in ${streams} chains were read.`,
    scheme: (id: string, method: string, lots: number, strata: number) =>
      `${id} (${method}): ${lots} lots in ${strata} strata. Committed to as`,
    mishaps: 'Something went wrong on the way and was recorded. No lot was changed by it:',
    mishap: {
      'lottery-paused': 'the lottery paused',
      'lottery-resumed': 'the lottery resumed',
      'factor-corrected': 'a factor corrected after the draw',
      'allocated-twice': 'drawn twice',
      'marked-in-error': 'drawn in error',
      'allocated-as-replacement': 'put in somebody’s place, not drawn',
      'allocation-forced': 'given something else than was drawn',
      'sheets-made': 'sealed sheets made',
      'allocated-by-sheet': 'drawn by a sealed sheet',
    },
    held: (n: number, source: string, value: string) =>
      `Ceremony ${n}: the seed is made of two people’s shares and the value ${value} from "${source}".`,
    automatic: (n: number) => `Ceremony ${n}: held automatically, for people who do not exist.`,
    aborted: (n: number, reason: string) => `Ceremony ${n}: given up (${reason}).`,
    open: (n: number) => `Ceremony ${n}: not completed.`,
    value: 'Compare the value with the one the source published at the announced time.',
    reasons: {
      'share-lost': 'a share was lost',
      'holder-gone': 'a holder is no longer here',
      'share-seen': 'somebody may have seen a share',
      'too-late': 'the value became known too early',
      'value-missing': 'the value was not published',
      'value-mistyped': 'the value was mistyped',
      'protocol-changed': 'the protocol changed',
    },
    key: 'Signed with the key',
    compare: 'Compare the commitment with the one published before the first participant, and the key with the house’s.',
    line: 'line',
    more: (n: number) => `and ${n} more.`,
    limits:
      'It is proved that the lots follow from the seed committed to beforehand, and that what was recorded hangs together. It is not proved that nobody was kept out, or came in another order, before they were recorded.',
  },
} as const;

export function sayVerification(result: Verification, language: SaidIn): string[] {
  const words = WORDS[language];
  const { findings, schemes } = result;
  const lots = schemes.reduce((sum, { allocations }) => sum + allocations, 0);
  const told = findings.slice(0, TOLD).map(({ entry, line, fact, sentence }) => {
    const where = [entry, ...(line === null ? [] : [`${words.line} ${line}`]), ...(fact === null ? [] : [fact])].join(', ');
    return `- ${where}: ${sentence[language] ?? sentence.da}`;
  });
  return [
    findings.length === 0 ? words.intact(lots) : words.broken,
    ...told,
    ...(findings.length > TOLD ? [words.more(findings.length - TOLD)] : []),
    ...(result.trial === null
      ? []
      : [`${words.trial} ${result.trial}, ${result.madeAt}. ${words.read(result.facts, result.streams)}`]),
    ...schemes.flatMap(({ scheme, method, allocations, strata, commitment }) => [
      words.scheme(scheme, method, allocations, strata),
      `  ${commitment}`,
    ]),
    ...(Object.keys(result.mishaps).length === 0
      ? []
      : [
          words.mishaps,
          ...Object.entries(result.mishaps).map(([kind, n]) => `  ${words.mishap[kind as keyof typeof words.mishap]}: ${n}`),
        ]),
    ...result.ceremonies.map(({ ceremony, end, reason, automatic, source, value }) => {
      if (end === 'aborted') return words.aborted(ceremony, reason === null ? '' : words.reasons[reason]);
      if (end === 'open') return words.open(ceremony);
      return automatic ? words.automatic(ceremony) : words.held(ceremony, source, value ?? '');
    }),
    ...(result.ceremonies.some(({ end, automatic }) => end === 'complete' && !automatic) ? [words.value] : []),
    ...(result.publicKey === null ? [] : [words.key, `  ${result.publicKey}`]),
    ...(findings.length === 0 ? [words.compare, words.limits] : []),
  ];
}
