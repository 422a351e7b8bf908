/** Where a command speaks: results on one channel, all else on the other. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
}

/** 0: done. 1: done, and something is to be looked at. 2: not done; a sentence says why. */
export type ExitCode = 0 | 1 | 2;
