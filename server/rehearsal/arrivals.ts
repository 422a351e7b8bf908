import { scriptedChance, type ScriptedChance } from '../demonstration/scripted-chance';
import type { Assumptions } from './assumptions';

const WORKDAYS = 5;

/** How many new people come to a site on its next working day: as chance has it, around the assumed number a week. */
export function arrivalsOf(seed: number, { perSiteWeek }: Assumptions): (site: string) => number {
  const chances = new Map<string, ScriptedChance>();
  return (site) => {
    const chance = chances.get(site) ?? scriptedChance(seed, `arrivals/${site}`);
    chances.set(site, chance);
    // Poisson, by multiplying shares until their product falls below e to the minus mean.
    const floor = Math.exp(-perSiteWeek / WORKDAYS);
    let coming = 0;
    for (let product = chance.share(); product > floor; product *= chance.share()) coming += 1;
    return coming;
  };
}
