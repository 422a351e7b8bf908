import type { TrialRows } from '#analysis/data/dataset';
import type { Effect } from '#contract/staff/results';
import type { Protocol } from '#protocols/model/protocol';
import type { Draw } from '#protocols/model/rerandomisation';
import { randomFrom, share, type Random } from '#protocols/randomisation/characteristics/random';
import { replayOf } from '#protocols/randomisation/inference/replays';
import { capacityOf, splitEvenly } from '#protocols/rules/delivery';
import type { Text } from '#protocols/model/text';
import { balancedBy, covariatesOf, randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import type { Static } from '@sinclair/typebox';
import type { RehearsalRows } from '../db/stores/rehearsal-rows';

/** The noon on which everybody of a rehearsal is drawn: days from the draw are all that its data tell. */
const DRAWN_AT = Date.UTC(2000, 0, 1, 12);
const momentAfter = (seconds: number): string => new Date(DRAWN_AT + seconds * 1_000).toISOString();

/**
 * The rows of a trial with arms that its own lottery gave just now, by a seed, to the same people in a shuffled order; groups are made of
 * those whom it put in the arm that meets. No arm that was really drawn is read.
 */
export function permutedRows(protocol: Protocol, rows: RehearsalRows, seed: number): { rows: TrialRows; draws: Draw[] } {
  const arms = drawAnew(protocol, rows, randomFrom(seed));
  const people = rows.people.map(({ key, ...own }, k) => ({ ...own, participant: String(key), arm: arms[k]! }));
  const groups = protocol.delivery
    .filter(({ kind }) => kind === 'group')
    .flatMap((component) => {
      const cohorts = [...new Set(people.map(({ cohort }) => cohort))].sort();
      return cohorts.flatMap((cohort) => {
        const members = people.filter((person) => person.cohort === cohort && person.arm === component.arm);
        return splitEvenly(members, capacityOf(component)[1]).flatMap((group, index) =>
          group.map(({ participant }) => {
            return { participant, delivery: component.id, group: `${component.id} ${cohort} ${index}`, begun: null };
          }),
        );
      });
    });
  return {
    draws: people.map(({ participant, site, arm, scheme, stratum }) => ({ participant, site, arm, scheme, stratum })),
    rows: {
      allocations: people.map(({ participant, version, site, arm, cohort }) => {
        return { participant, version, site, arm, cohort, at: momentAfter(0) };
      }),
      groups,
      leavings: [],
      mishaps: [],
      households: [],
      responses: rows.answers.flatMap(({ key, wave, instrument, late, after, items }) =>
        Object.entries(items).map(([item, given]) => ({
          participant: String(key),
          wave,
          instrument,
          item,
          code: typeof given === 'number' ? given : null,
          blank: typeof given === 'number' ? null : given,
          late,
          at: momentAfter(after),
        })),
      ),
      submissions: rows.submissions.map(({ key, wave, late, after }) => {
        return { participant: String(key), wave, late, at: momentAfter(after) };
      }),
      changes: rows.changes.map(({ key, change, after }) => ({ participant: String(key), change, at: momentAfter(after) })),
      screenings: rows.screenings.map(({ key, answers }) => ({ participant: String(key), answers })),
      unblindings: [],
      withheld: [],
    },
  };
}

/** Arms by the trial's own scheme, person by person or batch by batch; where sites were drawn, by the ratio alone. */
function drawAnew(protocol: Protocol, { people, screenings }: RehearsalRows, random: Random): string[] {
  const scheme = schemeOf(protocol);
  const randomisation = randomisationOf(protocol);
  const byRatio = protocol.arms.flatMap(({ id, ratio }) => Array<string>(ratio).fill(id));
  if (scheme.method === 'cluster' || scheme.method === 'stepped-wedge')
    return people.map(() => byRatio[Math.floor(share(random) * byRatio.length)]!);
  const answersOf = new Map(screenings.map(({ key, answers }) => [key, answers]));
  const strata = new Map([...new Set(people.map(({ stratum }) => stratum))].map((stratum, at) => [stratum, at]));
  const profiles = people.map(({ key, site }) => {
    const answer = (id: string) => answersOf.get(key)?.[id];
    return {
      levels: Object.fromEntries(balancedBy(randomisation).map((id) => [id, id === 'site' ? site : String(answer(id))])),
      covariates: Object.fromEntries(covariatesOf(randomisation).map((id) => [id, Number(answer(id))])),
    };
  });
  const arms = new Uint8Array(people.length);
  const sequence = { stratum: Int32Array.from(people, ({ stratum }) => strata.get(stratum)!), strata: strata.size, profiles };
  replayOf(scheme, sequence)(random, arms);
  return [...arms].map((arm) => scheme.arms[arm]!.id);
}

const marked = ({ da, en }: Text): Text => ({ da: `ØVELSE: ${da}`, ...(en === undefined ? {} : { en: `REHEARSAL: ${en}` }) });

/** The report with the word in every name of an arm and an outcome: no picture, table or file of it can pass for a result. */
export function watermarked(effect: Static<typeof Effect>): Static<typeof Effect> {
  return {
    ...effect,
    outcome: { ...effect.outcome, id: `rehearsal-${effect.outcome.id}`, title: marked(effect.outcome.title) },
    arms: effect.arms.map((arm) => ({ ...arm, name: marked(arm.name) })),
    rows: effect.rows.map((row) => ({ ...row, label: marked(row.label) })),
    outcomes: effect.outcomes.map((one) => ({ ...one, row: { ...one.row, label: marked(one.row.label) } })),
  };
}
