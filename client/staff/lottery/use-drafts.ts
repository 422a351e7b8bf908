import { useSearchParams } from 'react-router';
import { LEAST_N, MOST_N, MOST_OTHERS, MOST_STRATA } from './compared';
import { readDraft, usualDraft, writeDraft, type Draft } from './draft';

interface Usual {
  n: number;
  strata: number;
  /** Of the trial's own arms. */
  ratio: string;
}

/** What is being compared, in the address: so many participants and strata, and each scheme as it is written. Never the trial's own. */
export interface Drafts {
  n: string;
  strata: string;
  /** What could be read of the two; nothing where one of them is none. */
  size: { n: number; strata: number } | undefined;
  drafts: readonly Draft[];
  write: (change: { n?: string; strata?: string; drafts?: readonly Draft[] }) => void;
}

export function useDrafts(usual: Usual): Drafts {
  const [search, setSearch] = useSearchParams();
  const n = search.get('n') ?? String(usual.n);
  const strata = search.get('strata') ?? String(usual.strata);
  const written = search.getAll('s').flatMap((part) => readDraft(part) ?? []);
  const isUntouched = !search.has('s') && !search.has('none');
  const drafts = (isUntouched ? first(usual.ratio) : written).slice(0, MOST_OTHERS);
  const size = { n: wholeIn(n, LEAST_N, MOST_N), strata: wholeIn(strata, 1, MOST_STRATA) };
  return {
    n,
    strata,
    size: size.n === undefined || size.strata === undefined ? undefined : { n: size.n, strata: size.strata },
    drafts,
    write: (change) => {
      const next = { n, strata, drafts, ...change };
      const said = new URLSearchParams({ n: next.n, strata: next.strata });
      for (const draft of next.drafts) said.append('s', writeDraft(draft));
      if (next.drafts.length === 0) said.set('none', '1');
      setSearch(said, { replace: true });
    },
  };
}

/** Two to begin with: one that keeps the arms even and is hard to guess, and the plain coin. */
function first(ratio: string): Draft[] {
  const isEven = /^(\d+):\1$/.test(ratio);
  return [usualDraft(isEven ? 'big-stick' : 'block-urn', ratio), usualDraft('simple', ratio)];
}

function wholeIn(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
