/**
 * Reads JSON as text: where each value stands, keys given twice, and how deep it goes. JSON.parse says none of this; it still makes the
 * value, once the text is known to be sound and shallow.
 */
export interface Scanned {
  /** Where the value of each JSON pointer begins, in characters. */
  places: ReadonlyMap<string, number>;
  /** Keys that stand twice in one object: the second one's pointer and place. */
  twice: readonly { pointer: string; at: number }[];
}

export type ScanFault = { fault: 'not-json' | 'too-deep'; at: number; sentence: { da: string; en: string } };

/** Deeper than any protocol: what goes deeper is made to break readers. */
const DEEPEST = 64;

/** The text of a number, true, false or null, from the place on. */
const LITERAL = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const BLANK = /[ \t\r\n]*/y;

/** Thrown inside this file and caught in it: a recursive reader has one way out. */
class Stop extends Error {
  constructor(readonly found: ScanFault) {
    super(found.fault);
  }
}

/** Scans `text`, or says where and why it is not JSON this house reads. */
export function scanJson(text: string): Scanned | ScanFault {
  const places = new Map<string, number>();
  const twice: { pointer: string; at: number }[] = [];
  let at = 0;

  const skip = (): void => {
    BLANK.lastIndex = at;
    BLANK.test(text);
    at = BLANK.lastIndex;
  };
  const fail = (da: string, en: string, place = at): never => {
    throw new Stop({ fault: 'not-json', at: Math.min(place, text.length), sentence: { da, en } });
  };
  const expect = (symbol: string, da: string, en: string): void => {
    skip();
    if (text[at] !== symbol) fail(da, en);
    at += 1;
  };
  const string = (): string => {
    const start = at;
    for (at += 1; text[at] !== '"'; at += text[at] === '\\' ? 2 : 1) {
      if (at >= text.length || text[at]! < ' ')
        fail('Teksten slutter ikke: der mangler et ".', 'The text does not end: a " is missing.', start);
    }
    at += 1;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      // The escape is not one of JSON's; the place is known, the engine's own words are not for people.
      return fail('Tegnet efter \\ er ikke et, JSON kender.', 'What follows \\ is nothing JSON knows.', start);
    }
  };
  const value = (pointer: string, depth: number): void => {
    skip();
    places.set(pointer, at);
    if (depth > DEEPEST) {
      const sentence = {
        da: `Filen går dybere end ${DEEPEST} lag. Det gør ingen protokol; den læses ikke.`,
        en: `The file goes deeper than ${DEEPEST} levels. No protocol does; it is not read.`,
      };
      throw new Stop({ fault: 'too-deep', at, sentence });
    }
    const first = text[at];
    if (first === '{') return object(pointer, depth);
    if (first === '[') return list(pointer, depth);
    if (first === '"') return void string();
    LITERAL.lastIndex = at;
    if (!LITERAL.test(text)) fail('Her mangler en værdi.', 'A value is missing here.');
    at = LITERAL.lastIndex;
  };
  const object = (pointer: string, depth: number): void => {
    const keys = new Set<string>();
    at += 1;
    skip();
    if (text[at] === '}') return void (at += 1);
    for (;;) {
      skip();
      const place = at;
      if (text[at] !== '"') fail('Her skal stå et navn i "…".', 'Here goes a name in "…".');
      const key = string();
      const own = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (keys.has(key)) twice.push({ pointer: own, at: place });
      keys.add(key);
      expect(':', 'Her mangler et kolon.', 'A colon is missing here.');
      value(own, depth + 1);
      skip();
      if (text[at] !== ',') break;
      at += 1;
    }
    expect('}', 'Her mangler et komma eller en }.', 'A comma or a } is missing here.');
  };
  const list = (pointer: string, depth: number): void => {
    at += 1;
    skip();
    if (text[at] === ']') return void (at += 1);
    for (let n = 0; ; n += 1) {
      value(`${pointer}/${n}`, depth + 1);
      skip();
      if (text[at] !== ',') break;
      at += 1;
    }
    expect(']', 'Her mangler et komma eller en ].', 'A comma or a ] is missing here.');
  };

  try {
    value('', 0);
    skip();
    if (at < text.length) fail('Efter dokumentet står der mere. Slet det.', 'There is more after the document. Delete it.');
    return { places, twice };
  } catch (cause) {
    if (cause instanceof Stop) return cause.found;
    throw cause;
  }
}
