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
    ...(result.publicKey === null ? [] : [words.key, `  ${result.publicKey}`]),
    ...(findings.length === 0 ? [words.compare, words.limits] : []),
  ];
}
