import type { SharePlace, SheetPlace } from '#protocols/model/ceremony';
import type { Step } from '#protocols/rules/ceremony';
import type { Keys } from '../../keys';
import { open, seal, type Entropy } from '../../seal';
import type { Head } from '../facts';
import type { Queryable } from '../zone';

/** Every step of a trial's ceremonies, oldest first, and the schemes that somebody is drawn by. */
export interface CeremonySteps {
  steps: Step[];
  drawn: string[];
}

export async function ceremonySteps(research: Queryable, trial: string): Promise<CeremonySteps> {
  const [row] = await research.query<{ found: CeremonySteps }>('SELECT research.ceremony_steps($1) AS found', [trial]);
  return row!.found;
}

/** Locks the trial's stream. @returns the steps, where the stream stands, and how far the trial's clock is ahead. */
export async function gatherCeremony(
  tx: Queryable,
  trial: string,
): Promise<(CeremonySteps & { stream: Head; clock: number }) | undefined> {
  const [row] = await tx.query<{ found: (CeremonySteps & { stream: Head; clock: number }) | null }>(
    'SELECT allocation.gather_ceremony($1) AS found',
    [trial],
  );
  return row?.found ?? undefined;
}

const sharePlace = (trial: string, ceremony: number, place: SheetPlace) => ({
  table: 'allocation.seed_share',
  column: 'sealed',
  row: `${trial}/${ceremony}/${place}`,
});

/** Seals a share (or the third sheet) on its way to the allocator, and as it lies there. */
export const sealShare = (
  keys: Keys,
  trial: string,
  ceremony: number,
  place: SheetPlace,
  share: Buffer,
  entropy: Entropy,
): string => seal(keys.seed, sharePlace(trial, ceremony, place), share, entropy);

/** Opens a share. @throws where it is not the one of this place. */
export const openShare = (keys: Keys, trial: string, ceremony: number, place: SheetPlace, sealed: string): Buffer =>
  open(keys.seed, sharePlace(trial, ceremony, place), sealed);

export async function keepShare(
  tx: Queryable,
  trial: string,
  ceremony: number,
  place: SharePlace,
  sealed: string,
): Promise<void> {
  await tx.query('SELECT allocation.keep_share($1, $2, $3, $4)', [trial, ceremony, place, sealed]);
}

/** The sealed shares of a ceremony that are there. */
export async function sealedShares(tx: Queryable, trial: string, ceremony: number): Promise<Partial<Record<SharePlace, string>>> {
  const rows = await tx.query<{ place: SharePlace; sealed: string }>(
    'SELECT place, sealed FROM allocation.seed_share WHERE trial = $1 AND ceremony = $2',
    [trial, ceremony],
  );
  return Object.fromEntries(rows.map(({ place, sealed }) => [place, sealed]));
}

/** Takes a ceremony's shares away, and the seed where it had made one. @throws LT060 where somebody is drawn from that. */
export async function forgetCeremony(tx: Queryable, trial: string, ceremony: number, scheme: string): Promise<void> {
  await tx.query('SELECT allocation.forget_ceremony($1, $2, $3)', [trial, ceremony, scheme]);
}
