import type { ProblemCode } from '#contract/problems';
import type { PlanMethod, Refused } from '#protocols/model/estimate';
import type { Blank, Change, CorrectionReason, Kind, LetterKind } from '#protocols/model/fact';
import type { Role } from '#protocols/model/role';
import type { Refusal, Step } from '#protocols/rules/journey';

/** What can stand in the way of a draw or a lock, as the server names it in a reply. */
export type Missing = Extract<
  ProblemCode,
  | Refusal
  | 'cohort-too-small'
  | 'cohort-still-open'
  | 'cohort-not-ready'
  | 'cohort-not-drawable'
  | 'cohort-drawn'
  | 'drawn-as-cohort'
  | 'drawn-one-by-one'
  | 'lottery-silent'
  | 'still-recruiting'
  | 'already-locked'
  | 'two-people'
  | 'not-locked'
>;

interface Named {
  name: string;
  /** What it means for the person, in a sentence. */
  means: string;
}

/** Words for every code of a closed union: a new member breaks the build until it has words in each language. */
export interface CodeWords {
  roles: Record<Role, string>;
  steps: Record<Step, string>;
  kinds: Record<Kind, string>;
  missing: Record<Missing, string>;
  changes: Record<Change, Named>;
  sources: Record<'participant' | 'site' | 'other', string>;
  companions: Record<'present' | 'offered' | 'declined', string>;
  letters: Record<LetterKind, string>;
  blanks: Record<Blank, string>;
  corrections: Record<CorrectionReason, string>;
  erasures: Record<'participant-asked' | 'entered-by-mistake', string>;
  delays: Record<'facilitator-ill' | 'room' | 'too-few', string>;
  methods: Record<PlanMethod, string>;
  refused: Record<Refused, string>;
  /** The analysis' warnings have stable codes but no closed type; one without words here shows its code. */
  warnings: Record<
    | 'no-variation'
    | 'alone-in-stratum'
    | 'few-degrees-of-freedom'
    | 'many-lost'
    | 'unequally-lost'
    | 'few-groups'
    | 'variance-at-zero'
    | 'few-expected',
    string
  >;
}

/** The words of a code that came as plain text; a code from a newer server stands as it is. */
export function wordOf<K extends string>(words: Record<K, string>, code: string): string {
  return (words as Partial<Record<string, string>>)[code] ?? code;
}
