/** The share that a sheet holds, as somebody typed it: spaces and hyphens are for the eye. @returns undefined where it is no share. */
export function readSheet(written: string): Buffer | undefined {
  const digits = written.replace(/[\s\u2010-\u2015-]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}
