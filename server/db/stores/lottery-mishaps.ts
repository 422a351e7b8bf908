import type { Way } from '#protocols/model/way';
import type { Head } from '../facts';
import type { Queryable } from '../zone';

/** Takes the draws' share of the lottery's lock. @returns whether it is paused; that stands until the transaction ends. */
export async function isPaused(tx: Queryable, trial: string): Promise<boolean> {
  const [row] = await tx.query<{ paused: boolean }>('SELECT allocation.hold_open($1) AS paused', [trial]);
  return row!.paused;
}

/** The levels of somebody drawn at a position that were found to be wrong, and what they are. */
export interface Correction {
  slot: number;
  levels: Record<string, string>;
}

/** What was corrected of those drawn in a stratum, by position. Asked under the stratum's lock. */
export async function correctionsIn(
  tx: Queryable,
  { trial, scheme, stratum }: { trial: string; scheme: string; stratum: string },
): Promise<Correction[]> {
  const [row] = await tx.query<{ found: Correction[] }>('SELECT allocation.corrections_in($1, $2, $3) AS found', [
    trial,
    scheme,
    stratum,
  ]);
  return row!.found;
}

export interface GatheredPause {
  stream: Head;
  clock: number;
  locked: boolean;
  paused: boolean;
}

/** Takes the lottery's lock alone: every draw is before or after. */
export async function gatherPause(tx: Queryable, trial: string): Promise<GatheredPause | undefined> {
  const [row] = await tx.query<{ found: GatheredPause | null }>('SELECT allocation.gather_pause($1) AS found', [trial]);
  return row?.found ?? undefined;
}

export interface GatheredCorrection {
  way: Way;
  scheme: string | null;
  locked: boolean;
  /** The levels that the draw used, and those corrected since. */
  used: Record<string, string>;
  corrected: Record<string, string>;
}

/** Locks the person, then the stratum they were drawn in. */
export async function gatherCorrection(tx: Queryable, trial: string, code: string): Promise<GatheredCorrection | undefined> {
  const [row] = await tx.query<{ found: GatheredCorrection | null }>('SELECT allocation.gather_correction($1, $2) AS found', [
    trial,
    code,
  ]);
  return row?.found ?? undefined;
}

export interface GatheredReplacement {
  way: Way;
  /** Who proposed it, for whom; null where nobody has. */
  proposer: string | null;
  replaces: string | null;
  /** What whoever is to be replaced was drawn for. */
  arm: string | null;
  replaced: boolean;
  /** Replacements made so far. */
  made: number;
  locked: boolean;
}

/** Locks both people, and every other replacement of the trial out. */
export async function gatherReplacement(tx: Queryable, trial: string, code: string): Promise<GatheredReplacement | undefined> {
  const [row] = await tx.query<{ found: GatheredReplacement | null }>('SELECT allocation.gather_replacement($1, $2) AS found', [
    trial,
    code,
  ]);
  return row?.found ?? undefined;
}

export interface SheetList {
  list: string;
  scheme: string;
  site: string;
  sheets: number;
  at: string;
  used: number[];
}

/** A list of sealed sheets, with the numbers of those that are used. */
export async function sheetListOf(tx: Queryable, trial: string, list: string): Promise<SheetList | undefined> {
  const [row] = await tx.query<{ found: SheetList | null }>('SELECT allocation.sheet_list_of($1, $2) AS found', [trial, list]);
  return row?.found ?? undefined;
}
