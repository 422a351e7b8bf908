import type { Outcome, Protocol } from '../model/protocol';

/** The two ids in an outcome's score: "qpr-15.total" is the score "total" of the instrument "qpr-15". */
export function scoreOf({ score }: Pick<Outcome, 'score'>): { instrument: string; score: string } {
  const dot = score.indexOf('.');
  return { instrument: score.slice(0, dot), score: score.slice(dot + 1) };
}

/** How the scores of a trial treat blank items; where items are imputed, a score is first counted by the published rule. */
export function itemMissingOf({ analysis }: Pick<Protocol, 'analysis'>): 'published-rule' | 'prorated' {
  return analysis.itemMissing === 'prorated' ? 'prorated' : 'published-rule';
}
