import type { ProblemCode } from '#contract/problems';
import type { OwnChange } from '#protocols/rules/own-changes';

type With<P extends unknown[]> = (...values: P) => string;

interface ChangeWords {
  title: string;
  body: string;
  button: string;
  made: With<[date: string]>;
}

type Plain<K extends string> = Record<K, string>;

/** Every sentence of ours that a participant can meet; both languages have all of them. */
export interface Words {
  frame: Plain<
    | 'product'
    | 'skip'
    | 'menu'
    | 'language'
    | 'readAloud'
    | 'stopReading'
    | 'front'
    | 'pause'
    | 'change'
    | 'help'
    | 'demonstration'
    | 'backToFront'
    | 'back'
    | 'next'
  >;
  link: Plain<'title' | 'own' | 'enter' | 'bareTitle' | 'bare'>;
  time: { minutes: With<[n: number]>; lastDay: With<[date: string]> };
  home: Plain<
    | 'informationTitle'
    | 'information'
    | 'readingTitle'
    | 'reading'
    | 'readingAction'
    | 'comprehensionTitle'
    | 'comprehension'
    | 'comprehensionAction'
    | 'signingTitle'
    | 'signing'
    | 'signingAction'
    | 'countersigningTitle'
    | 'countersigning'
    | 'screeningTitle'
    | 'screening'
    | 'notEligibleTitle'
    | 'notEligible'
    | 'wave'
    | 'waveAction'
    | 'baselineClosedTitle'
    | 'baselineClosed'
    | 'cohortTitle'
    | 'cohort'
    | 'allocationTitle'
    | 'allocation'
    | 'drawnTitle'
    | 'drawn'
    | 'followUpClosedTitle'
    | 'followUpClosed'
    | 'doneTitle'
    | 'done'
    | 'declinedTitle'
    | 'declined'
    | 'stoppedTitle'
    | 'stopped'
    | 'eraseTitle'
    | 'erase'
    | 'erasedTitle'
    | 'erased'
    | 'regret'
    | 'more'
    | 'readAgain'
    | 'copy'
  > & {
    reflection: With<[until: string]>;
    waveTitle: With<[name: string]>;
    cohortDates: With<[from: string, to: string]>;
    notYet: With<[name: string, date: string]>;
    code: With<[code: string]>;
  };
  information: Plain<'read' | 'alreadyRead' | 'oralFirst'> & { version: With<[version: string]> };
  questions: Plain<'title' | 'yes' | 'no' | 'choose'> & {
    progress: With<[number: number, of: number]>;
    right: With<[explanation: string]>;
    again: With<[explanation: string]>;
  };
  consent: Plain<
    | 'title'
    | 'free'
    | 'name'
    | 'agree'
    | 'wish'
    | 'yes'
    | 'no'
    | 'incomplete'
    | 'noTitle'
    | 'noBody'
    | 'noConfirm'
    | 'copyTitle'
    | 'copyHint'
    | 'participant'
    | 'informer'
  > & { early: With<[until: string]>; signedBy: With<[name: string, at: string]> };
  wave: Plain<
    | 'declined'
    | 'declinedNow'
    | 'answered'
    | 'choose'
    | 'type'
    | 'notApplicable'
    | 'stale'
    | 'staleHidden'
    | 'otherLanguage'
    | 'saving'
    | 'saved'
    | 'offline'
    | 'unsaved'
    | 'finishTitle'
    | 'finish'
    | 'toFirst'
    | 'handIn'
    | 'thanksTitle'
    | 'notYetTitle'
    | 'waiting'
    | 'closedTitle'
    | 'closed'
  > & {
    progress: With<[number: number, of: number]>;
    number: With<[lowest: number, highest: number]>;
    outside: With<[lowest: number, highest: number]>;
    unfinished: With<[left: number]>;
    thanks: With<[at: string]>;
    notYet: With<[date: string]>;
  };
  participation: Plain<'title' | 'intro' | 'pauseTitle' | 'pause'> & Record<OwnChange, ChangeWords>;
  paused: Plain<'title' | 'body'>;
  help: Plain<'title' | 'danger' | 'others' | 'contact'>;
  /** Where a participant needs other words than the catalogue's, which staff read too. */
  problems: Partial<Record<ProblemCode, { title: string; cure: string }>>;
  fault: { title: string; cure: With<[number: string]> };
}
