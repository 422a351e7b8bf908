/** Where a command reads what it is given: the file as UTF-8 text, or standard input for `-`; rejects where it cannot be read. */
export interface Reader {
  readFile(path: string): Promise<string>;
}

/** The text of a file, or the sentence to the person who named it. */
export async function readText(path: string, { readFile }: Reader): Promise<{ text: string } | { problem: string }> {
  // A file that is absent or closed to us is an answer to the person who named it, not a fault of the program.
  try {
    return { text: await readFile(path) };
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : 'unknown reason';
    if (code === 'ENOENT') return { problem: `There is no file ${path}. Check the name and the folder.` };
    return { problem: `The file ${path} cannot be read (${code}). Check that it is a file you may open.` };
  }
}
