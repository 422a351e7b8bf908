import type { Protocol } from '#protocols/model/protocol';
import { checkProtocol } from '#protocols/rules/check-protocol';
import { error, type Finding } from '#protocols/rules/check/finding';
import { scanJson } from './scan-json';
import { findShapeFaults, fitsTheLanguage } from './shape';

/** A finding and where it stands in the text, counted from 1. */
export interface Placed extends Finding {
  line: number;
  column: number;
}

export type Checked =
  /** `protocol` is there where no finding is an error. */
  { readable: true; findings: Placed[]; protocol: Protocol | null } | { readable: false; finding: Placed };

/** No protocol comes near; what is larger is not read at all. */
const LARGEST = 2_000_000;

/** Checks the text of a protocol: that it is JSON, that it fits the language, and that it holds together. */
export function checkText(text: string): Checked {
  if (text.length > LARGEST) {
    const megabytes = (text.length / 1_000_000).toFixed(1);
    const tooLarge = error(
      '',
      'too-large',
      `Filen fylder ${megabytes.replace('.', ',')} MB; en protokol må højst fylde ${LARGEST / 1_000_000} MB.`,
      `The file takes ${megabytes} MB; a protocol takes at most ${LARGEST / 1_000_000} MB.`,
    );
    return { readable: false, finding: { ...tooLarge, line: 1, column: 1 } };
  }
  const scanned = scanJson(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
  if ('fault' in scanned) {
    const { fault, sentence, at } = scanned;
    return { readable: false, finding: { ...error('', fault, sentence.da, sentence.en), ...lineAndColumn(text, at) } };
  }
  const document = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  const twice = scanned.twice.map(({ pointer, at }) => ({
    ...error(
      pointer,
      'key-twice',
      'Navnet står to gange i samme objekt, og kun det sidste ville gælde. Slet det ene.',
      'The name stands twice in one object, and only the last would count. Delete one.',
    ),
    ...lineAndColumn(text, at),
  }));
  const found = fitsTheLanguage(document) ? checkProtocol(document) : findShapeFaults(document);
  const placed = found.map((one) => ({ ...one, ...lineAndColumn(text, placeOf(one.pointer, scanned.places)) }));
  const findings = [...twice, ...placed].sort((a, b) => a.line - b.line || a.column - b.column);
  const isSound = findings.every(({ severity }) => severity === 'warning');
  return { readable: true, findings, protocol: isSound ? (document as Protocol) : null };
}

/** Checks a protocol that is a value already, such as one that came over the wire. */
export function checkDocument(document: unknown): Finding[] {
  return fitsTheLanguage(document) ? checkProtocol(document) : findShapeFaults(document);
}

/** Where a pointer's value begins; of what is not there, the nearest thing around it. */
function placeOf(pointer: string, places: ReadonlyMap<string, number>): number {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const place = places.get(at);
    if (place !== undefined) return place;
  }
  return places.get('') ?? 0;
}

function lineAndColumn(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: at - start + 1 };
}
