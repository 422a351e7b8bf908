import type { Kind } from '#protocols/model/fact';
import type { Language } from '#protocols/model/text';
import type { Milestone, Way } from '#protocols/model/way';
import type { Step } from '#protocols/rules/journey';
import type { Queryable } from '../zone';

/** Where one participant stands up to the draw, as a set-based query gives it; the arm is not among it. */
export interface Standing {
  participant: string;
  position: string;
  site: string;
  version: string;
  code: string;
  language: Language;
  registeredAt: string;
  informedAt: string | null;
  readText: string | null;
  comprehendedText: string | null;
  signedText: string | null;
  signedAt: string | null;
  consentedAt: string | null;
  screenedAt: string | null;
  eligible: boolean | null;
  unmet: string[] | null;
  baselineAt: string | null;
  drawnAt: string | null;
  changes: string[];
  cohort: string | null;
  cohortName: string | null;
  cohortDrawnAt: string | null;
}

const at = (column: string): string => `research.instant(s.${column})`;
const COLUMNS = `s.participant, s.position, s.site, s.version, s.code, s.language, ${at('registered_at')} AS "registeredAt",
  ${at('informed_at')} AS "informedAt", s.read_text AS "readText", s.comprehended_text AS "comprehendedText",
  s.signed_text AS "signedText", ${at('signed_at')} AS "signedAt", ${at('consented_at')} AS "consentedAt",
  ${at('screened_at')} AS "screenedAt", s.eligible, s.unmet, ${at('baseline_at')} AS "baselineAt", ${at('drawn_at')} AS "drawnAt",
  s.changes, s.cohort, c.name AS "cohortName", research.instant(c.drawn_at) AS "cohortDrawnAt"`;
const FROM = `research.standing s LEFT JOIN research.cohort c ON c.cohort = s.cohort AND c.to_position IS NULL`;

const STOPPED = `s.changes && '{no-more-data,unlink,erase,lost,died}'`;
const HERE = `s.drawn_at IS NULL AND NOT (${STOPPED})`;

/**
 * What surely holds of everybody at a step. It leaves out those who cannot be there; whether somebody is there is the rule's to say,
 * since the text in force and a baseline's age belong to the protocol.
 */
const SURELY: Readonly<Record<Step, string>> = {
  information: `${HERE} AND s.informed_at IS NULL`,
  reading: `${HERE} AND s.informed_at IS NOT NULL AND s.consented_at IS NULL`,
  comprehension: `${HERE} AND s.informed_at IS NOT NULL AND s.consented_at IS NULL AND s.read_text IS NOT NULL`,
  signing: `${HERE} AND s.informed_at IS NOT NULL AND s.consented_at IS NULL AND s.read_text IS NOT NULL`,
  countersigning: `${HERE} AND s.consented_at IS NULL AND s.signed_text IS NOT NULL`,
  screening: `${HERE} AND s.consented_at IS NOT NULL AND s.screened_at IS NULL`,
  'not-eligible': `${HERE} AND s.screened_at IS NOT NULL AND s.eligible IS NOT TRUE`,
  baseline: `${HERE} AND s.consented_at IS NOT NULL AND s.eligible`,
  cohort: `${HERE} AND s.consented_at IS NOT NULL AND s.eligible AND s.cohort IS NULL`,
  allocation: `${HERE} AND s.consented_at IS NOT NULL AND s.eligible AND s.cohort IS NOT NULL`,
  'follow-up': `s.drawn_at IS NOT NULL AND NOT (${STOPPED})`,
  ended: STOPPED,
};

export interface StandingFilter {
  step?: Step;
  cohort?: string;
  /** The beginning of a code, without hyphens. */
  code?: string;
  participants?: readonly string[];
}

/** The standings within the scope that a filter may concern, newest first: at most `limit`, before position `before`. */
export async function listStandings(
  tx: Queryable,
  trial: string,
  { step, cohort, code, participants }: StandingFilter,
  before: string | null,
  limit: number,
): Promise<Standing[]> {
  const where = ['s.trial = $1', '($2::bigint IS NULL OR s.position < $2)'];
  const values: unknown[] = [trial, before, limit];
  if (step) where.push(SURELY[step]);
  if (cohort) where.push(`s.cohort = $${values.push(cohort)}`);
  if (code) where.push(`s.code LIKE $${values.push(`${code}%`)}`);
  if (participants) where.push(`s.participant = ANY ($${values.push(participants)}::uuid[])`);
  return tx.query(`SELECT ${COLUMNS} FROM ${FROM} WHERE ${where.join(' AND ')} ORDER BY s.position DESC LIMIT $3`, values);
}

/**
 * Everybody within the scope who is still on the way to the draw, those longest under way first, at most `limit`. Left out: who has
 * stopped, who cannot take part (unless they are in a cohort), and who never consented and was registered before `forgottenBefore`, for their contact is gone.
 */
export async function listUnderWay(tx: Queryable, trial: string, forgottenBefore: Date, limit: number): Promise<Standing[]> {
  return tx.query(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE s.trial = $1 AND ${HERE} AND (s.eligible IS DISTINCT FROM false OR s.cohort IS NOT NULL)
       AND (s.consented_at IS NOT NULL OR s.registered_at >= $2) ORDER BY s.position LIMIT $3`,
    [trial, forgottenBefore, limit],
  );
}

/**
 * A standing in the form the rules of the way take. Of each kind the last is there, which is what those rules look at; dates of a cohort
 * and later questionnaires are not.
 * @param baseline the wave before the draw, as the participant's version calls it.
 */
export function wayOf(trial: string, standing: Standing, baseline: string | undefined): Way {
  const milestone = (kind: Kind, when: string | null, detail: Milestone['detail'] = {}): Milestone[] =>
    when === null ? [] : [{ kind, at: when, actor: '', detail }];
  const text = (kind: Kind, value: string | null): Milestone[] =>
    value === null ? [] : milestone(kind, standing.informedAt ?? standing.registeredAt, { text: value });
  return {
    participant: standing.participant,
    trial,
    site: standing.site,
    version: standing.version,
    code: standing.code,
    language: standing.language,
    registeredAt: standing.registeredAt,
    stream: { seq: 0, head: '' },
    clock: 0,
    milestones: [
      ...milestone('informed-orally', standing.informedAt),
      ...text('information-read', standing.readText),
      ...text('comprehension-completed', standing.comprehendedText),
      ...text('consent-signed', standing.signedText),
      ...milestone('consent-given', standing.consentedAt),
      ...milestone('screened', standing.screenedAt, { eligible: standing.eligible ?? undefined, unmet: standing.unmet ?? [] }),
      ...standing.changes.flatMap((change) => milestone('participation-changed', standing.registeredAt, { change })),
    ],
    cohort:
      standing.cohort === null
        ? null
        : {
            cohort: standing.cohort,
            name: standing.cohortName ?? '',
            startsOn: '',
            endsOn: '',
            closesOn: '',
            minimum: 0,
            capacity: 0,
            drawnAt: standing.cohortDrawnAt,
          },
    submissions:
      standing.baselineAt === null || baseline === undefined ? [] : [{ wave: baseline, at: standing.baselineAt, late: false }],
    allocation: standing.drawnAt === null ? null : { arm: '', at: standing.drawnAt },
  };
}
