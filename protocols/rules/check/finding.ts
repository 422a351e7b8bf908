import type { Text } from '../../model/text';

/** What is wrong or doubtful in a protocol: where (a JSON pointer), which rule, how grave, and a sentence that says the cure. */
export interface Finding {
  pointer: string;
  code: string;
  severity: 'error' | 'warning';
  sentence: Required<Text>;
}

type Say = (pointer: string, code: string, da: string, en: string) => Finding;

/** The protocol cannot be opened so. */
export const error: Say = (pointer, code, da, en) => ({ pointer, code, severity: 'error', sentence: { da, en } });

/** It can be opened so; somebody should have thought about it. */
export const warning: Say = (pointer, code, da, en) => ({ pointer, code, severity: 'warning', sentence: { da, en } });

/** The ids in a sentence: "a", "b" or "c". */
export const listed = (ids: readonly string[], and: 'eller' | 'or'): string => {
  const quoted = ids.map((id) => `"${id}"`);
  return quoted.length < 2 ? (quoted[0] ?? '–') : `${quoted.slice(0, -1).join(', ')} ${and} ${quoted[quoted.length - 1]}`;
};
