import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import type { App } from '../context';
import type { Recording } from '../db/facts';
import { scriptedChance } from '../demonstration/scripted-chance';
import { lockPlan } from '../services/results/lock-plan';
import { giveGrant } from '../services/trial/give-grant';
import { openTrial } from '../services/trial/open-trial';
import { USUAL, type Assumptions } from './assumptions';
import { play, type Played, type Progress } from './play';
import { stageOf, type Crew, type Source } from './stage';

export interface Rehearsal {
  app: App;
  /** As read and checked; it is opened as simulated, whatever it says. */
  protocol: Protocol;
  seed: number;
  startedAt: Date;
  participants: number;
  assumed?: Assumptions;
  /** Ids of staff who play the parts; without them nobody's. */
  crew?: Crew;
  /** Where ids and nonces come from; scripted where every stream is to repeat hash for hash. */
  sourceOf?: (whose: string) => Source;
  width?: number;
  signal?: AbortSignal;
  progress?: (now: Progress) => void;
}

export interface Rehearsed extends Played {
  protocol: Protocol;
  assumed: Assumptions;
  locked: boolean;
}

const WIDTH = 6;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Opens the trial, gives the crew their grants, plays everything, and lets two people lock. */
export async function rehearse(rehearsal: Rehearsal): Promise<Rehearsed> {
  const { app, seed, startedAt, participants, signal, progress, width = WIDTH } = rehearsal;
  const assumed = rehearsal.assumed ?? USUAL;
  const sourceOf = rehearsal.sourceOf ?? ((whose: string) => scriptedSource(seed, whose));
  const director = sourceOf('director');
  const recording: Recording = { now: startedAt, actor: 'system', grant: null, request: 'simulation', ...director };
  // The two shares of the lottery's seed repeat whatever the nonces do: everybody who rehearses the same trial meets the same draws.
  const seeds = scriptedChance(seed, 'lottery');
  let shares = 0;
  const entropy: Source['entropy'] = (bytes) => {
    if (shares === 2 || bytes !== 32) return director.entropy(bytes);
    shares += 1;
    return seeds.entropy(bytes);
  };
  const opening: App = { ...app, ...director, entropy, clock: () => startedAt };
  const protocol = await openTrial(opening, recording, { ...rehearsal.protocol, simulated: true });

  const crew = rehearsal.crew ?? crewOf(protocol, director);
  const giver: App = { ...app, ...director, clock: () => startedAt };
  for (const [staff, role, site] of grantsOf(crew)) await giveGrant(giver, recording, { staff, role, trial: protocol.id, site });

  const stage = stageOf(app, protocol, crew, startedAt);
  const played = await play(stage, { seed, participants, assumed, sourceOf, width, signal, progress });

  if (played.complete) {
    const at = new Date(played.overAt.getTime() + 4 * DAY + 10 * HOUR);
    const call = { params: { trial: protocol.id }, query: {}, body: {} };
    await lockPlan(await stage.central('researcher', at, director), call);
    await lockPlan(await stage.central('custodian', new Date(at.getTime() + HOUR), director), call);
  }
  return { ...played, protocol, assumed, locked: played.complete };
}

/** Ids and nonces that repeat with the seed. */
export function scriptedSource(seed: number, whose: string): Source {
  const { entropy, uuid } = scriptedChance(seed, `source/${whose}`);
  return { entropy, uuid };
}

function crewOf(protocol: Protocol, { uuid }: Source): Crew {
  return {
    coordinators: Object.fromEntries(protocol.sites.map(({ id }) => [id, uuid()])),
    researcher: uuid(),
    custodian: uuid(),
    dataManager: uuid(),
    secondDataManager: uuid(),
  };
}

function grantsOf(crew: Crew): [staff: string, role: Role, site: string | null][] {
  return [
    ...Object.entries(crew.coordinators).map(([site, staff]): [string, Role, string] => [staff, 'coordinator', site]),
    [crew.researcher, 'researcher', null],
    [crew.custodian, 'custodian', null],
    [crew.dataManager, 'data-manager', null],
    [crew.secondDataManager, 'data-manager', null],
  ];
}
