import { addDays, dayOf } from '#protocols/rules/calendar';
import { replyOf } from '../http/serve';
import type { Stage } from '../rehearsal/stage';
import { allocateCohort } from '../services/allocation/allocate-cohort';
import { planCohort } from '../services/cohorts/plan-cohort';
import type { Invitation } from './introduce';
import { walk } from './walk';

const DAY = 86_400_000;

/** People on their way in the recruiting trial: every step, a cohort one person short, a last questionnaire that is due. @returns the links worth trying. */
export async function seedRollout(stage: Stage, now: Date): Promise<Invitation['links']> {
  const { entropy, uuid } = stage.app;
  const source = { entropy, uuid };
  const trial = stage.protocol.id;
  const ago = (days: number) => new Date(now.getTime() - days * DAY);
  const on = (days: number) => addDays(dayOf(now), days);
  async function plan(at: Date, site: string, name: string, starts: number, ends: number, closes: number): Promise<string> {
    const body = { site, name, startsOn: on(starts), endsOn: on(ends), closesOn: on(closes) };
    return replyOf(await planCohort(await stage.coordinator(site, at, source), { params: { trial }, query: {}, body })).cohort;
  }

  // Drawn ten weeks ago, ending in three days: its last questionnaire opened four days ago.
  const earlier = await plan(ago(90), 'aalborg', 'Aalborg efterår', -66, 3, -75);
  const first = [];
  for (let number = 1; number <= 6; number += 1)
    first.push(await walk(stage, { site: 'aalborg', number, at: ago(82), upTo: 'cohort', cohort: earlier }));
  const draw = { params: { trial, cohort: earlier }, query: {}, body: {} };
  await allocateCohort(await stage.coordinator('aalborg', ago(75), source), draw);

  const next = await plan(ago(10), 'aalborg', 'Aalborg vinter', 5, 74, 4);
  for (let number = 11; number <= 15; number += 1)
    await walk(stage, { site: 'aalborg', number, at: ago(5), upTo: 'cohort', cohort: next });
  const newcomer = await walk(stage, { site: 'aalborg', number: 16, at: ago(1), upTo: 'informed' });

  const winter = await plan(ago(8), 'silkeborg', 'Silkeborg vinter', 20, 89, 15);
  const steps = ['registered', 'informed', 'signed', 'consented', 'screened', 'baseline', 'cohort'] as const;
  for (const [index, upTo] of steps.entries())
    await walk(stage, { site: 'silkeborg', number: 21 + index, at: ago(3), upTo, cohort: winter });
  return [
    {
      who: 'a newcomer: read, say yes, answer; the coordinator in Aalborg then completes the cohort and draws',
      url: newcomer.link.url,
    },
    { who: 'somebody whose last questionnaire is due', url: first[0]!.link.url },
  ];
}
