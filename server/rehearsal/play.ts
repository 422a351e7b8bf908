import { drawsFor } from '#protocols/randomisation/scheme';
import { addDays, startOfDay } from '#protocols/rules/calendar';
import { schemeOf } from '#protocols/rules/lottery-of';
import { baselineOf } from '#protocols/rules/waves';
import { openAgenda } from './agenda';
import { arrivalsOf } from './arrivals';
import type { Assumptions } from './assumptions';
import { isFresh, minimumOf, openDesk } from './desk';
import { openEnrolment } from './enrolment';
import { openFollowUp } from './follow-up';
import { inTurns } from './in-turns';
import { answerWave, type Player } from './player';
import type { Source, Stage } from './stage';

/** How far a rehearsal has come. */
export interface Progress {
  date: string;
  registered: number;
  drawn: number;
  of: number;
}

export interface Play {
  seed: number;
  /** How many are to be drawn, over all sites. */
  participants: number;
  assumed: Assumptions;
  /** Where ids and nonces come from, for the desk or for one person. */
  sourceOf(whose: string): Source;
  /** How many people's visits go on at the same time; the streams are the same for any number. */
  width: number;
  signal?: AbortSignal;
  progress?(now: Progress): void;
}

/** What a rehearsal tells when it has been played; all else is read from its facts. */
export interface Played {
  /** Requests that a service refused, by code: what the script wanted and the protocol did not allow. */
  refused: Record<string, number>;
  /** Whether everybody who was to be drawn was, before the rehearsal was given up. */
  complete: boolean;
  /** When nobody had anything left to answer. */
  overAt: Date;
}

/** Six years, and so many people registered for each one wanted: a recruitment that has not ended by then never will. */
const LONGEST = 2_200;
const MOST_REGISTERED = 20;

/**
 * Plays the whole trial day by day: letters in the morning, visits to the coordinator before noon, cohorts and lots in the afternoon,
 * answers in the evening. People's own visits go on side by side; all chance is a person's own or the desk's, so that no stream
 * depends on who was faster.
 */
export async function play(
  stage: Stage,
  { seed, participants, assumed, sourceOf, width, signal, progress }: Play,
): Promise<Played> {
  const { protocol } = stage;
  const refused: Record<string, number> = {};
  const refuse = (code: string) => void (refused[code] = (refused[code] ?? 0) + 1);
  const given = new Set<Player>();
  const agenda = openAgenda(
    stage,
    width,
    (player, code) => void (refuse(code), player.arm === null && given.add(player)),
    signal,
  );
  const desk = openDesk(stage, seed, sourceOf('desk'), assumed, refuse);
  const enrolment = openEnrolment(stage, agenda, seed, assumed, sourceOf);
  const followUp = openFollowUp(stage, agenda, assumed, sourceOf);
  const arrivals = arrivalsOf(seed, assumed);
  const isBatch = drawsFor(schemeOf(protocol)) === 'cohort';
  const sites = protocol.sites.map(({ id }) => id);
  const players: Player[] = [];
  const { ready } = enrolment;

  /** Those who are or will be drawn: nobody knows them but the script. */
  const bound = () => players.filter((player) => player.person.stopsAt === null && !given.has(player));
  const waitingAt = (site: string) => bound().filter((player) => player.site === site && player.arm === null).length;
  const isWanted = (site: string) => {
    if (bound().length < participants) return true;
    const waiting = waitingAt(site);
    // A cohort drawn as a whole is not left below its minimum.
    return isBatch && waiting > 0 && waiting < minimumOf(protocol);
  };

  async function arrive(day: number): Promise<void> {
    const coming: { site: string; number: number }[] = [];
    let number = players.length;
    let left = participants - bound().length;
    for (const site of sites) {
      if (!isWanted(site)) continue;
      const most = left > 0 ? left : minimumOf(protocol) - waitingAt(site);
      for (let n = Math.min(arrivals(site), most); n > 0; n -= 1) coming.push({ site, number: number++ });
      left = participants - bound().length - coming.length;
      if (left <= 0 && !isBatch) break;
    }
    await inTurns(coming, width, async ({ site, number: own }) => {
      signal?.throwIfAborted();
      players[own] = await enrolment.arrive(day, site, own);
    });
  }

  /** Whoever waits for others answers the first questionnaire again where its answers would be too old at the draw. */
  function refresh(day: number): void {
    const baseline = baselineOf(protocol);
    if (!baseline?.freshFor) return;
    const draw = agenda.workdayFrom(day + 1);
    const at = stage.momentOf(draw, 16);
    const full = desk.cohorts.filter((one) => isBatch && !one.drawn && desk.isDue(one, draw));
    for (const player of [...ready, ...full.flatMap(({ members }) => members)]) {
      if (player.stopped || isFresh(protocol, player, at)) continue;
      agenda.later(player, day, 'evening', (evening) =>
        answerWave(stage, player, baseline, evening, 1, assumed).then(() => undefined),
      );
    }
  }

  async function office(day: number): Promise<void> {
    const at = stage.momentOf(day, 15.5);
    const now = ready.filter((player) => !player.stopped && isFresh(protocol, player, at));
    now.sort((a, b) => a.person.number - b.person.number);
    ready.splice(0, ready.length, ...ready.filter((player) => !player.stopped && !now.includes(player)));
    for (const player of await desk.afternoon(day, now)) await followUp.begin(player, day);
  }

  for (let day = 0; ; day += 1) {
    signal?.throwIfAborted();
    if (stage.isWorkday(day)) {
      for (const { members } of await desk.morning(day)) {
        for (const player of members) if (player.arm !== null && !player.stopped) await followUp.reappoint(player, day);
      }
    }
    await agenda.play(day, 'letters');
    if (stage.isWorkday(day)) await arrive(day);
    await agenda.play(day, 'visit');
    if (stage.isWorkday(day)) await office(day);
    refresh(day);
    await agenda.play(day, 'evening');

    const standing = bound();
    const drawn = standing.filter(({ arm }) => arm !== null).length;
    progress?.({ date: stage.dateOf(day), registered: players.length, drawn, of: participants });
    const complete = standing.length >= participants && drawn === standing.length;
    const isOver = complete && agenda.isEmptyAfter(day);
    if (isOver || day >= LONGEST || players.length > MOST_REGISTERED * (participants + 10)) {
      return { refused, complete, overAt: startOfDay(addDays(stage.dateOf(day), 1)) };
    }
  }
}
