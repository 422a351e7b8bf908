import type { StaffContext } from '../context';
import { open } from '../seal';
import { halfPlace } from './sheets';

/** Asks the allocator for one half of a list's sheets and opens what it sealed. */
export async function openHalf<H>(context: StaffContext, trial: string, list: string, half: 'site' | 'keys'): Promise<H> {
  const { lottery, under, actor, request, keys } = context;
  const asked = { actor, grant: under.grant, request, site: under.site };
  const drawn = await lottery({ what: 'print-sheets', trial, list, half, ...asked });
  return JSON.parse(open(keys.seed, halfPlace(list, half), drawn.half!).toString('utf8')) as H;
}
