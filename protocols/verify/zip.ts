/**
 * A zip of stored files with one spelling only: fixed dates, no compression, nothing optional. Whoever reads one writes it again and
 * compares, so that there is no byte in it that nothing depends on.
 */
import { concatBytes } from '@noble/hashes/utils';
import { encodeUtf8 } from '../model/canonical';

export interface ZipEntry {
  name: string;
  bytes: Uint8Array;
}

/** What was found, and the entries in which a byte is not as it must be; `zip` stands for the zip's own end. */
export interface ReadZip {
  entries: ZipEntry[];
  broken: string[];
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_LENGTH = 30;
/** 1 January 1980, the earliest a zip can say. */
const NO_DATE = 0x0021;

export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const files = entries.map(({ name, bytes }) => concatBytes(localHeader(name, bytes), bytes));
  return concatBytes(...files, ...tailOf(entries).map(({ bytes }) => bytes));
}

/**
 * Reads a zip of `writeZip`.
 * @param names the entries there must be, in their order: a damaged name is still known by its place.
 */
export function readZip(zip: Uint8Array, names: readonly string[]): ReadZip {
  const entries: ZipEntry[] = [];
  const broken: string[] = [];
  let at = 0;
  for (const name of names) {
    const from = at + LOCAL_LENGTH + encodeUtf8(name).length;
    if (from > zip.length) return { entries, broken: [...broken, name] };
    const size = new DataView(zip.buffer, zip.byteOffset).getUint32(at + 18, true);
    if (from + size > zip.length) return { entries, broken: [...broken, name] };
    const bytes = zip.subarray(from, from + size);
    entries.push({ name, bytes });
    at = from + size;
    if (isSame(zip.subarray(from - LOCAL_LENGTH - encodeUtf8(name).length, from), localHeader(name, bytes))) continue;
    broken.push(name);
    // Where the next one begins as it must, only this entry is damaged; else nobody knows where the next begins.
    if (!isStart(zip, at)) return { entries, broken };
  }
  for (const { name, bytes } of tailOf(entries)) {
    if (!isSame(zip.subarray(at, at + bytes.length), bytes) && !broken.includes(name)) broken.push(name);
    at += bytes.length;
  }
  if (zip.length !== at && !broken.includes('zip')) broken.push('zip');
  return { entries, broken };
}

function isStart(zip: Uint8Array, at: number): boolean {
  if (at + 4 > zip.length) return false;
  return [LOCAL, CENTRAL].includes(new DataView(zip.buffer, zip.byteOffset).getUint32(at, true));
}

/** The directory, entry by entry, and the end. */
function tailOf(entries: readonly ZipEntry[]): ZipEntry[] {
  let offset = 0;
  const directory = entries.map(({ name, bytes }) => {
    const record = fields([[4, CENTRAL], [2, 20], ...common(name, bytes), [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]);
    offset += LOCAL_LENGTH + encodeUtf8(name).length + bytes.length;
    return { name, bytes: concatBytes(record, encodeUtf8(name)) };
  });
  const length = directory.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const end = fields([
    [4, END],
    [2, 0],
    [2, 0],
    [2, entries.length],
    [2, entries.length],
    [4, length],
    [4, offset],
    [2, 0],
  ]);
  return [...directory, { name: 'zip', bytes: end }];
}

function localHeader(name: string, bytes: Uint8Array): Uint8Array {
  return concatBytes(fields([[4, LOCAL], ...common(name, bytes)]), encodeUtf8(name));
}

type Field = readonly [width: 2 | 4, value: number];

const common = (name: string, bytes: Uint8Array): Field[] => [
  [2, 20],
  [2, 0],
  [2, 0],
  [2, 0],
  [2, NO_DATE],
  [4, crcOf(bytes)],
  [4, bytes.length],
  [4, bytes.length],
  [2, encodeUtf8(name).length],
  [2, 0],
];

function fields(list: readonly Field[]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of list) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
