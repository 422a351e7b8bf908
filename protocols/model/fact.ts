import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { AbortReason, PublicValue, SharePlace, SheetPlace, ValueSource } from './ceremony';
import { Fidelity, GROUP_NAME, GroupLeaving, MatchEnd, Presence, TIME_OF_DAY } from './delivery';
import { Reference, Registered } from './gate';
import { Protocol } from './protocol';
import { Role } from './role';
import { Language } from './text';

/**
 * Everything that can happen in a trial. A fact says one thing that happened, once; what is true now is derived from facts.
 * No payload holds a name, a signature or free text about a person: those live in the identity zone, a fact holds their keyed digest.
 */
const closed = { additionalProperties: false } as const;
const object = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, closed);
const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
const Ordinal = Type.Integer({ minimum: 1 });
const Sheets = Type.Array(SheetPlace, { minItems: 2, maxItems: 3, uniqueItems: true });
/** Words of the keyed stream, as the lottery took them. */
const Words = Type.Array(Type.Integer({ minimum: 0, maximum: 0xffff_ffff }));
const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Why an item has no code. A blank without a reason cannot be stored. */
export const Blank = Type.Union([
  Type.Literal('declined'),
  Type.Literal('not-reached'),
  Type.Literal('skipped-by-rule'),
  Type.Literal('window-missed'),
  Type.Literal('withdrawn'),
  Type.Literal('technical'),
  Type.Literal('not-applicable'),
]);
export type Blank = Static<typeof Blank>;

/** The ways a person changes how they take part; each is dated, none of them is "withdrawn" and nothing more. */
export const Change = Type.Union([
  Type.Literal('leaves-intervention'),
  Type.Literal('fewer-contacts'),
  Type.Literal('no-more-data'),
  Type.Literal('unlink'),
  Type.Literal('erase'),
  Type.Literal('lost'),
  Type.Literal('moved'),
  Type.Literal('died'),
  Type.Literal('ineligible'),
]);
export type Change = Static<typeof Change>;

export const LetterKind = Type.Union([Type.Literal('announcement'), Type.Literal('invitation'), Type.Literal('reminder')]);
export type LetterKind = Static<typeof LetterKind>;

export const CorrectionReason = Type.Union([
  Type.Literal('typing-mistake'),
  Type.Literal('misunderstood-question'),
  Type.Literal('entered-for-wrong-person'),
]);
export type CorrectionReason = Static<typeof CorrectionReason>;

/** What came of telephoning somebody who had not answered. */
export const CallOutcome = Type.Union([
  Type.Literal('reached'),
  Type.Literal('not-answered'),
  Type.Literal('wrong-number'),
  Type.Literal('asked-to-call-later'),
  Type.Literal('declined'),
]);
export type CallOutcome = Static<typeof CallOutcome>;

/** How somebody who must not know an arm came to know one. */
export const Unblinding = Type.Union([
  Type.Literal('participant-told'),
  Type.Literal('colleague-told'),
  Type.Literal('saw-it-written'),
  Type.Literal('guessed-from-what-was-said'),
]);
export type Unblinding = Static<typeof Unblinding>;

/** Who it was that came to know, by accident: whoever says so, or somebody else who must not. */
export const Learner = Type.Union([
  Type.Literal('reporter'),
  Type.Literal('assessor'),
  Type.Literal('analyst'),
  Type.Literal('safety-contact'),
]);
export type Learner = Static<typeof Learner>;

/** What they came to know. Which arm it is, nobody asks. */
export const Learnt = Type.Union([Type.Literal('arm'), Type.Literal('group'), Type.Literal('attendance')]);
export type Learnt = Static<typeof Learnt>;

/** Why one arm is opened before the lock. */
export const Emergency = Type.Union([
  Type.Literal('acute-illness'),
  Type.Literal('danger-to-self'),
  Type.Literal('danger-to-others'),
  Type.Literal('treatment-depends'),
  Type.Literal('authority-requires'),
]);
export type Emergency = Static<typeof Emergency>;

/** Who is told the arm by whoever opened it. */
export const Told = Type.Union([
  Type.Literal('treating-clinician'),
  Type.Literal('on-call-service'),
  Type.Literal('relative'),
  Type.Literal('authority'),
]);
export type Told = Static<typeof Told>;

/** Why no lots are drawn for a while. */
export const PauseReason = Type.Union([
  Type.Literal('safety'),
  Type.Literal('fault'),
  Type.Literal('no-places'),
  Type.Literal('amendment'),
]);
export type PauseReason = Static<typeof PauseReason>;

/** Why somebody should not have been drawn. */
export const ErrorReason = Type.Union([
  Type.Literal('not-eligible'),
  Type.Literal('no-valid-consent'),
  Type.Literal('wrong-person'),
  Type.Literal('drawn-too-early'),
]);
export type ErrorReason = Static<typeof ErrorReason>;

/** Why another arm was given than the one drawn. */
export const ForcedReason = Type.Union([
  Type.Literal('no-place'),
  Type.Literal('no-facilitator'),
  Type.Literal('participant-safety'),
  Type.Literal('given-by-mistake'),
]);
export type ForcedReason = Static<typeof ForcedReason>;

/** Of somebody drawn twice: whether both sets of answers are kept, or those of the first draw alone. */
export const KeptOfTwo = Type.Union([Type.Literal('first'), Type.Literal('both')]);
export type KeptOfTwo = Static<typeof KeptOfTwo>;

/** How an alert ended. */
export const AlertOutcome = Type.Union([
  Type.Literal('no-immediate-risk'),
  Type.Literal('referred'),
  Type.Literal('acute-help'),
  Type.Literal('declined-contact'),
  Type.Literal('not-reached'),
  Type.Literal('raised-by-mistake'),
]);
export type AlertOutcome = Static<typeof AlertOutcome>;

/** Answers given to an interviewer say so, and whether through an interpreter. */
const interview = { mode: Type.Optional(Type.Literal('interview')), interpreter: Type.Optional(Type.Boolean()) };

/** The payload of each kind. The keys are the closed union of kinds. */
export const payloads = {
  // a trial's stream
  'trial-opened': object({ version: Type.String(), digest: Digest, protocol: Protocol, simulated: Type.Boolean() }),
  /** A lottery opened before there were ceremonies has no number of one. */
  'lottery-opened': object({
    scheme: Type.String(),
    method: Type.String(),
    commitment: Digest,
    ceremony: Type.Optional(Ordinal),
  }),
  'ceremony-announced': object({
    /** Counted within the trial; one that was given up keeps its number. */
    ceremony: Ordinal,
    scheme: Type.String(),
    protocolDigest: Digest,
    schemeDigest: Digest,
    /** The version of the code that will draw. */
    software: Type.String(),
    source: ValueSource,
    knownAt: Instant,
    /** Held by nobody, for people who do not exist. */
    automatic: Type.Boolean(),
  }),
  'share-committed': object({ ceremony: Ordinal, place: SharePlace, commitment: Digest }),
  'public-value-entered': object({ ceremony: Ordinal, value: PublicValue }),
  'share-brought': object({ ceremony: Ordinal, place: SharePlace }),
  /** `escrow` is the commitment to the third sheet. */
  'ceremony-completed': object({ ceremony: Ordinal, escrow: Digest }),
  'ceremony-aborted': object({ ceremony: Ordinal, reason: AbortReason }),
  'escrow-sheet-given': object({ ceremony: Ordinal }),
  'recovery-rehearsed': object({ ceremony: Ordinal, sheets: Sheets }),
  'lottery-recovered': object({ ceremony: Ordinal, sheets: Sheets }),
  'gate-met': object({ condition: Registered, site: Nullable(Type.String()), reference: Reference }),
  'grant-given': object({
    grant: Uuid,
    staff: Uuid,
    role: Role,
    site: Nullable(Type.String()),
    /** A peer group or match, for whoever sees that one alone. */
    group: Type.Optional(Nullable(Uuid)),
    /** First and last day in force, in the trial's time zone; absent or null where there is none. */
    from: Type.Optional(Nullable(Day)),
    until: Type.Optional(Nullable(Day)),
  }),
  'grant-ended': object({ grant: Uuid }),
  'cohort-planned': object({
    cohort: Uuid,
    site: Type.String(),
    name: Type.String({ pattern: '^[A-Za-z0-9ÆØÅæøå .-]{1,40}$' }),
    startsOn: Day,
    endsOn: Day,
    closesOn: Day,
    minimum: Type.Integer({ minimum: 2 }),
    capacity: Type.Integer({ minimum: 2 }),
  }),
  'cohort-rescheduled': object({
    cohort: Uuid,
    startsOn: Day,
    endsOn: Day,
    closesOn: Type.Optional(Day),
    reason: Type.Union([Type.Literal('facilitator-ill'), Type.Literal('room'), Type.Literal('too-few')]),
  }),
  'cohort-merged': object({ cohort: Uuid, into: Uuid, members: Type.Integer({ minimum: 0 }) }),
  'cohort-drawn': object({
    cohort: Uuid,
    scheme: Type.String(),
    label: Type.Array(Type.String()),
    members: Type.Integer(),
    composition: Digest,
    words: Type.Optional(Words),
  }),
  /** All clusters at once: the set drawn from by its hash and size, and what each got, with each arm's chance before the draw. */
  'clusters-drawn': object({
    scheme: Type.String(),
    label: Type.Array(Type.String()),
    words: Words,
    candidates: Digest,
    of: Type.Integer({ minimum: 1 }),
    lots: Type.Array(
      object({ cluster: Type.String(), arm: Type.String(), probabilities: Type.Record(Type.String(), Type.Number()) }),
    ),
  }),
  'clock-moved': object({ byMilliseconds: Type.Integer() }),
  'lock-proposed': object({ plan: Digest, cutoff: Type.Integer() }),
  'plan-locked': object({ plan: Digest, cutoff: Type.Integer(), proposer: Type.String() }),
  'seed-revealed': object({
    scheme: Type.String(),
    seed: Digest,
    /** What it was made of, where a ceremony made it. */
    shares: Type.Optional(object({ ceremony: Ordinal, first: Digest, second: Digest })),
  }),
  'lottery-paused': object({ reason: PauseReason }),
  'lottery-resumed': object({}),
  /** Sealed sheets for a day without power, numbered from 1; half of each is printed for the site, the other for whoever keeps the keys. */
  'sheets-made': object({
    list: Uuid,
    scheme: Type.String(),
    site: Type.String(),
    sheets: Type.Integer({ minimum: 1, maximum: 40 }),
  }),
  'sheets-printed': object({ list: Uuid, half: Type.Union([Type.Literal('site'), Type.Literal('keys')]) }),
  exported: object({ export: Uuid, preset: Type.String(), rows: Type.Integer(), cutoff: Type.Integer(), sha256: Digest }),
  'group-formed': object({
    group: Uuid,
    delivery: Type.String(),
    cohort: Uuid,
    site: Type.String(),
    name: Type.String({ pattern: GROUP_NAME }),
    meetsAt: Type.String({ pattern: TIME_OF_DAY }),
    /** Planned days, the first of them the group's start. */
    sessions: Type.Array(Day, { minItems: 1, maxItems: 200 }),
    capacity: Type.Integer({ minimum: 1 }),
  }),
  'session-held': object({
    group: Uuid,
    ordinal: Type.Integer({ minimum: 1 }),
    /** False where it turned out not to be held: a correction is a new fact. */
    held: Type.Boolean(),
    heldOn: Day,
    /** The number of one of the component's themes. */
    theme: Nullable(Type.Integer({ minimum: 1 })),
    fidelity: Nullable(Fidelity),
  }),
  'evening-link-issued': object({
    link: Uuid,
    group: Uuid,
    staff: Uuid,
    /** The session it is for. */
    ordinal: Type.Integer({ minimum: 1 }),
    channel: Type.Union([Type.Literal('sms'), Type.Literal('by-hand')]),
    expiresAt: Instant,
  }),

  // a participant's stream
  registered: object({ site: Type.String(), version: Type.String(), code: Type.String(), language: Language }),
  'link-issued': object({ link: Uuid, expiresAt: Instant }),
  'informed-orally': object({
    language: Type.String({ pattern: '^[a-z]{2}$' }),
    companion: Type.Union([Type.Literal('present'), Type.Literal('offered'), Type.Literal('declined')]),
    interpreter: Type.Boolean(),
    text: Type.String(),
  }),
  'information-read': object({ text: Type.String(), language: Language }),
  'comprehension-completed': object({ text: Type.String(), tries: Type.Integer({ minimum: 1 }) }),
  'consent-signed': object({ text: Type.String(), language: Language, signature: Digest, early: Type.Boolean() }),
  'consent-given': object({ text: Type.String(), participantSignature: Digest, informerSignature: Digest, document: Digest }),
  screened: object({
    answers: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Boolean(), Type.String({ maxLength: 40 })])),
    eligible: Type.Boolean(),
    unmet: Type.Array(Type.String()),
  }),
  'item-answered': object({
    wave: Type.String(),
    instrument: Type.String(),
    item: Type.String(),
    code: Nullable(Type.Integer()),
    blank: Nullable(Blank),
    version: Type.Integer({ minimum: 1 }),
    key: Uuid,
    session: Uuid,
    language: Language,
    wording: Type.String(),
    late: Type.Boolean(),
    ...interview,
  }),
  'wave-submitted': object({
    wave: Type.String(),
    baseline: Type.Boolean(),
    late: Type.Boolean(),
    ...interview,
    /** Only the primary outcome was asked for. */
    short: Type.Optional(Type.Boolean()),
  }),
  'call-logged': object({ wave: Type.String(), outcome: CallOutcome, nextOn: Nullable(Day) }),
  /** Who learnt what, and how; without the first two it was whoever said so, and the arm. */
  'unblinded-by-accident': object({ how: Unblinding, who: Type.Optional(Learner), learnt: Type.Optional(Learnt) }),
  /**
   * One arm was opened before the lock, by the actor. The arm is not in it. `note` is the digest of the reason's words, null where nobody
   * keeps the person's name any more; `knows` is whom the actor tells.
   */
  unblinded: object({ reason: Emergency, note: Nullable(Digest), knows: Type.Array(Told, { uniqueItems: true }) }),
  /** `what` names the alert of the instrument, or the kind of worry: never the answer. */
  'alert-raised': object({
    alert: Uuid,
    source: Type.Union([Type.Literal('answer'), Type.Literal('concern')]),
    what: Type.String({ pattern: '^[a-z0-9-]{1,40}(/[a-z0-9-]{1,40})?$' }),
    dueAt: Instant,
  }),
  'alert-notified': object({ alert: Uuid, ordinal: Type.Integer({ minimum: 1 }), staff: Uuid }),
  'alert-acknowledged': object({ alert: Uuid }),
  'alert-contacted': object({ alert: Uuid }),
  'alert-closed': object({ alert: Uuid, outcome: AlertOutcome }),
  'item-corrected': object({
    wave: Type.String(),
    instrument: Type.String(),
    item: Type.String(),
    code: Nullable(Type.Integer()),
    blank: Nullable(Blank),
    version: Type.Integer({ minimum: 2 }),
    key: Uuid,
    reason: CorrectionReason,
  }),
  'joined-cohort': object({ cohort: Uuid }),
  /** Who gets one lot together where households are drawn: the same id for all of them, null for somebody on their own. */
  'household-set': object({ household: Nullable(Uuid) }),
  allocated: object({
    scheme: Type.String(),
    method: Type.String(),
    stratum: Type.String(),
    position: Type.Integer({ minimum: 1 }),
    arm: Type.String(),
    cohort: Uuid,
    rank: Nullable(Type.Integer({ minimum: 1 })),
    /** The household that the lot was drawn for, where it was not for this person alone. */
    unit: Type.Optional(Uuid),
    /** The address in the keyed stream, and the words that decided the draw; those of a batch stand with its cohort. */
    label: Type.Array(Type.String()),
    words: Type.Optional(Words),
    probabilities: Type.Record(Type.String(), Type.Number()),
    factors: Type.Record(Type.String(), Type.String()),
    covariates: Type.Optional(Type.Record(Type.String(), Type.Number())),
    code: Type.String(),
  }),
  /** The value that the draw used stands; the right one is kept beside it. */
  'factor-corrected': object({ scheme: Type.String(), factor: Type.String(), used: Type.String(), corrected: Type.String() }),
  /** This is the second draw of a person whose first is that of `of`. */
  'allocated-twice': object({ of: Uuid, keep: KeptOfTwo }),
  /** The first and the second of two people. `note` is the digest of the words. */
  'in-error-reported': object({ reason: ErrorReason, note: Nullable(Digest) }),
  'marked-in-error': object({ reason: ErrorReason, reportedBy: Type.String() }),
  'replacement-proposed': object({ replaces: Uuid }),
  /** Not drawn: the arm of whoever is replaced. The actor is the second of two people. */
  'allocated-as-replacement': object({
    scheme: Type.String(),
    arm: Type.String(),
    cohort: Uuid,
    replaces: Uuid,
    factors: Type.Record(Type.String(), Type.String()),
    proposedBy: Type.String(),
    code: Type.String(),
  }),
  /** Told by a sealed sheet on a day without power; it happened when the sheet was opened, and is recorded afterwards. */
  'allocated-by-sheet': object({
    list: Uuid,
    sheet: Type.Integer({ minimum: 1, maximum: 40 }),
    scheme: Type.String(),
    arm: Type.String(),
    cohort: Uuid,
    label: Type.Array(Type.String()),
    words: Words,
    probabilities: Type.Record(Type.String(), Type.Number()),
    factors: Type.Record(Type.String(), Type.String()),
    code: Type.String(),
  }),
  /** What was drawn could not be given. Everybody is analysed as drawn. */
  'allocation-forced': object({ intended: Type.String(), given: Type.String(), reason: ForcedReason }),
  'letter-sent': object({
    wave: Nullable(Type.String()),
    letter: LetterKind,
    ordinal: Type.Integer({ minimum: 1 }),
    channel: Type.Literal('e-mail'),
  }),
  'placed-in-group': object({ group: Uuid, delivery: Type.String(), on: Day }),
  'moved-group': object({ group: Uuid, delivery: Type.String(), on: Day }),
  'left-group': object({ group: Uuid, on: Day, reason: GroupLeaving }),
  attended: object({ group: Uuid, ordinal: Type.Integer({ minimum: 1 }), presence: Presence }),
  matched: object({ match: Uuid, delivery: Type.String(), partner: Uuid, from: Day }),
  'match-ended': object({ match: Uuid, how: MatchEnd, on: Day }),
  'participation-changed': object({
    change: Change,
    source: Type.Union([Type.Literal('participant'), Type.Literal('site'), Type.Literal('other')]),
  }),
  'erasure-requested': object({ reason: Type.Union([Type.Literal('participant-asked'), Type.Literal('entered-by-mistake')]) }),
  erased: object({ facts: Type.Integer({ minimum: 0 }), requestedBy: Type.String() }),
} as const;

export type Kind = keyof typeof payloads;
export type Payload<K extends Kind> = Static<(typeof payloads)[K]>;

/** Kinds whose payloads a lawful erasure deletes: what a person said about themselves. What remains counts them in the flow diagram. */
export const ERASABLE_KINDS = ['item-answered', 'item-corrected', 'screened'] as const satisfies readonly Kind[];

/**
 * Kinds that happen in one arm only: who reads that one of them happened to somebody, or to anybody, knows the arm. They are sealed with
 * it, for whoever reads facts rather than tables.
 */
export const DELIVERY_KINDS = [
  'group-formed',
  'session-held',
  'evening-link-issued',
  'placed-in-group',
  'moved-group',
  'left-group',
  'attended',
  'matched',
  'match-ended',
] as const satisfies readonly Kind[];

/** Kinds that tell an arm by having happened, although nothing was delivered: read where arms are. */
export const ARM_KINDS = ['allocation-forced'] as const satisfies readonly Kind[];

/**
 * The part of a fact that never changes and that the chain covers. `payloadDigest` stands for the payload, so that a lawfully
 * erased payload leaves the chain whole.
 */
export interface FactHeader {
  id: string;
  stream: string;
  seq: number;
  trial: string;
  kind: Kind;
  occurredAt: string;
  recordedAt: string;
  actor: string;
  grant: string | null;
  request: string;
  payloadDigest: string;
}

/** What a service decided to record, before it has a place in its stream. */
export type NewFact = { [K in Kind]: { kind: K; payload: Payload<K>; occurredAt?: string } }[Kind];

export const participantStream = (participant: string): string => `participant/${participant}`;
export const trialStream = (trial: string): string => `trial/${trial}`;
