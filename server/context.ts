import type { AbortReason, SharePlace } from '#protocols/model/ceremony';
import type { StudyWording } from '#protocols/model/instrument';
import type { PauseReason } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import { asInForce } from '#protocols/rules/versions';
import type { AnsweringMemory } from './answering';
import type { Config } from './config';
import type { Recording } from './db/facts';
import type { Database, Scope } from './db/zone';
import type { GuardReport } from './guard/guard';
import type { Keys } from './keys';
import type { Post } from './letters/post';
import type { Entropy } from './seal';

/** A trial's protocol as it was opened, with its digest. */
export interface OpenedProtocol {
  version: string;
  digest: string;
  protocol: Protocol;
}

/** What the whole process shares. Time and entropy are functions given from outside, so that a rehearsal repeats exactly. */
export interface App {
  config: Config;
  keys: Keys;
  database: Database;
  clock: () => Date;
  entropy: Entropy;
  uuid: () => string;
  /** Every opened version of a trial, oldest first; empty where there is no such trial. */
  protocols: (trial: string) => Promise<readonly OpenedProtocol[]>;
  /** The wordings that a trial brings, which come before those that ship. */
  wordings: (trial: string) => readonly StudyWording[];
  /** Who is answering now, as far as this process remembers. */
  answering: AnsweringMemory;
  /** Hands a letter over. */
  post: Post;
  /** Draws lots: in this process, or by asking the process that holds the allocator's login. */
  lottery: Lottery;
}

/** A request to the allocator. It says who asks and for whom, never anything about the sequence. */
export type DrawRequest =
  | { what: 'participant'; trial: string; code: string; actor: string; grant: string; site: string; request: string }
  | { what: 'cohort'; trial: string; cohort: string; actor: string; grant: string; site: string; request: string };

/** Asks the allocator to show the seeds of a locked trial. */
export type RevealRequest = { what: 'reveal'; trial: string; actor: string; grant: string | null; request: string };

/** A step of a ceremony that only the allocator can take. A share in it is sealed under the key of the seeds. */
export type CeremonyStep =
  | { step: 'automatic' }
  | { step: 'bring'; ceremony: number; place: SharePlace; sealed: string }
  | { step: 'abort'; ceremony: number; reason: AbortReason }
  | { step: 'escrow'; ceremony: number };
export type CeremonyRequest = {
  what: 'ceremony';
  trial: string;
  actor: string;
  grant: string | null;
  request: string;
} & CeremonyStep;

/** What went wrong, where the allocator must say it: under the locks of the draws. */
export type MishapRequest =
  | { what: 'pause'; trial: string; reason: PauseReason | null; actor: string; grant: string; request: string }
  | {
      what: 'correct-factor';
      trial: string;
      code: string;
      factor: string;
      corrected: string;
      actor: string;
      grant: string;
      site: string;
      request: string;
    }
  | { what: 'replace'; trial: string; code: string; actor: string; grant: string; site: string; request: string }
  | {
      what: 'make-sheets';
      trial: string;
      list: string;
      site: string;
      sheets: number;
      actor: string;
      grant: string;
      request: string;
    }
  | {
      what: 'print-sheets';
      trial: string;
      list: string;
      half: 'site' | 'keys';
      /** The one site whose sheets may be printed; null for any. */
      site: string | null;
      actor: string;
      grant: string;
      request: string;
    }
  | {
      what: 'use-sheet';
      trial: string;
      code: string;
      list: string;
      sheet: number;
      openedAt: string;
      actor: string;
      grant: string;
      site: string;
      request: string;
    };

/** Asks the allocator whether enrolling goes with what is drawn next. */
export type GuardRequest = { what: 'guard'; trial: string; actor: string; grant: string; request: string };

export interface Drawn {
  at: string;
  allocations: { code: string; arm: string }[];
  /** A sheet of escrow, sealed as its request was. */
  sealed?: string;
  /** One half of a list of sheets, sealed. */
  half?: string;
  guard?: GuardReport;
}

export type LotteryRequest = DrawRequest | RevealRequest | CeremonyRequest | MishapRequest | GuardRequest;
export type Lottery = (request: LotteryRequest) => Promise<Drawn>;

export interface GrantInForce {
  grant: string;
  role: Role;
  trial: string;
  site: string | null;
  /** A peer group or match, where the grant is for that one alone. */
  group: string | null;
}

/** A request of staff acting under one grant: whose it is, when, and which rows it may concern. */
export interface StaffContext extends App, Recording {
  staff: string;
  under: GrantInForce;
  scope: Scope;
  /** Every version of the trial, and the one in force. */
  versions: readonly OpenedProtocol[];
  protocol: Protocol;
}

/** A request of a participant: known by their session alone. */
export interface ParticipantContext extends App {
  tokenHash: string;
  request: string;
  /** The real time; a trial's own clock may stand elsewhere in a demonstration. */
  realNow: Date;
}

/** A request of somebody not known. */
export interface OpenContext extends App {
  request: string;
  realNow: Date;
  /** The hash of the staff session this browser holds, standing or not; a sign-in ends it. */
  held?: string;
}

/** The protocol as it holds for a participant of a version: consent, waves and instruments are its own, the rest is what is in force. */
export function versionOf(versions: readonly OpenedProtocol[], version: string): Protocol {
  const found = versions.find((one) => one.version === version);
  if (!found) throw new Error(`the trial has no version ${version}`);
  return asInForce(found.protocol, versions[versions.length - 1]!.protocol);
}
