import type { printSheetKeys as promise } from '#contract/staff/sheets';
import type { Service } from '../../http/serve';
import { openHalf } from '../../mishaps/open-half';

interface Half {
  site: string;
  half: { sheet: number; letter: string }[];
}

/** The half that whoever answers the telephone keeps. */
export const printSheetKeys: Service<typeof promise> = async (context, { params: { trial, list } }) => {
  const { site, half } = await openHalf<Half>(context, trial, list, 'keys');
  return { site, keys: half };
};
