import type { Text } from '../model/text';

/** One thing that is not as it must be: in which file, at which line of it where it has lines, and about which fact. */
export interface Finding {
  entry: string;
  line: number | null;
  /** "participant/… 12": the stream and the fact's number in it, where these could be read. */
  fact: string | null;
  code: string;
  sentence: Text;
}

export const finding = (
  code: string,
  entry: string,
  da: string,
  en: string,
  { line = null, fact = null }: { line?: number | null; fact?: string | null } = {},
): Finding => ({ entry, line, fact, code, sentence: { da, en } });
