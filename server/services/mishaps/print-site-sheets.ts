import type { printSiteSheets as promise } from '#contract/staff/sheets';
import type { Service } from '../../http/serve';
import { openHalf } from '../../mishaps/open-half';

interface Half {
  site: string;
  half: { sheet: number; letters: { letter: string; arm: string }[] }[];
}

/** The half that stays at the site. */
export const printSiteSheets: Service<typeof promise> = async (context, { params: { trial, list } }) => {
  const { site, half } = await openHalf<Half>(context, trial, list, 'site');
  const nameOf = (id: string) => context.protocol.arms.find((arm) => arm.id === id)!.name;
  return {
    site,
    sheets: half.map(({ sheet, letters }) => ({
      sheet,
      letters: letters.map(({ letter, arm }) => ({ letter, means: nameOf(arm) })),
    })),
  };
};
