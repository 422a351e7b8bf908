import type { Protocol } from '#protocols/model/protocol';
import { addDays, dayOf } from '#protocols/rules/calendar';
import { replyOf } from '../http/serve';
import type { Player } from '../rehearsal/player';
import { answerWave } from '../rehearsal/player';
import { USUAL } from '../rehearsal/assumptions';
import type { Stage } from '../rehearsal/stage';
import { allocateCohort } from '../services/allocation/allocate-cohort';
import { planCohort } from '../services/cohorts/plan-cohort';
import type { Invitation } from './introduce';
import { seedGroup } from './seed-group';
import { walk } from './walk';

const DAY = 86_400_000;
/** Days from a group's first evening to its tenth, and on to the cohort's last day. */
const LENGTH = 69;

/**
 * People on their way in the recruiting trial: every step, a cohort one person short, a group whose last evening is today, a last
 * questionnaire that is due, and people to telephone about theirs.
 * @param facilitator who leads the group. @returns the links worth trying.
 */
export async function seedRollout(stage: Stage, facilitator: string, now: Date): Promise<Invitation['links']> {
  const { entropy, uuid } = stage.app;
  const source = { entropy, uuid };
  const trial = stage.protocol.id;
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const on = (days: number) => addDays(dayOf(now), days);
  async function plan(at: Date, site: string, name: string, starts: number): Promise<string> {
    const body = { site, name, startsOn: on(starts), endsOn: on(starts + LENGTH), closesOn: on(starts - 1) };
    return replyOf(await planCohort(await stage.coordinator(site, at, source), { params: { trial }, query: {}, body })).cohort;
  }
  /** A cohort whose people were drawn nine days before it began. */
  async function drawn(
    site: string,
    name: string,
    starts: number,
    numbers: readonly number[],
  ): Promise<{ cohort: string; people: Player[] }> {
    const cohort = await plan(ago(24 - starts), site, name, starts);
    const people = [];
    for (const number of numbers) people.push(await walk(stage, { site, number, at: ago(16 - starts), upTo: 'cohort', cohort }));
    const draw = { params: { trial, cohort }, query: {}, body: {} };
    const { allocations } = replyOf(await allocateCohort(await stage.coordinator(site, ago(9 - starts), source), draw));
    for (const person of people) person.arm = allocations.find(({ code }) => code === person.code)!.arm.id;
    return { cohort, people };
  }

  // Ended eleven days ago: its last reminder went out four days ago. Four have answered; two are to be telephoned.
  const summer = await drawn('silkeborg', 'Silkeborg efterår', -80, [31, 32, 33, 34, 35, 36]);
  const end = lastWave(stage.protocol);
  for (const [index, person] of summer.people.slice(0, 4).entries())
    await answerWave(stage, person, end, ago(16 - index), 1, USUAL);

  // Its group's tenth evening is today, and its last questionnaire opened yesterday.
  const autumn = await drawn('aalborg', 'Aalborg efterår', -63, [1, 2, 3, 4, 5, 6]);
  const evening = await seedGroup(stage, { ...autumn, site: 'aalborg', facilitator, startsOn: on(-63) }, now);

  const next = await plan(ago(10), 'aalborg', 'Aalborg vinter', 5);
  for (let number = 11; number <= 15; number += 1)
    await walk(stage, { site: 'aalborg', number, at: ago(5), upTo: 'cohort', cohort: next });
  const newcomer = await walk(stage, { site: 'aalborg', number: 16, at: ago(1), upTo: 'informed' });

  const winter = await plan(ago(8), 'silkeborg', 'Silkeborg vinter', 20);
  const steps = ['registered', 'informed', 'signed', 'consented', 'screened', 'baseline', 'cohort'] as const;
  for (const [index, upTo] of steps.entries())
    await walk(stage, { site: 'silkeborg', number: 21 + index, at: ago(3), upTo, cohort: winter });
  return [
    {
      who: 'a newcomer: read, say yes, answer; the coordinator in Aalborg then completes the cohort and draws',
      url: newcomer.link.url,
    },
    { who: 'somebody whose last questionnaire is due', url: autumn.people[0]!.link.url },
    evening,
  ];
}

const lastWave = ({ waves }: Protocol) => waves[waves.length - 1]!;
