import { instrumentOf } from '#protocols/instruments/registry';
import type { Wave } from '#protocols/model/protocol';
import { currentText } from '#protocols/rules/journey';
import { questionsOf } from '#protocols/rules/respond';
import { codesOf } from '#protocols/rules/score';
import { replyOf } from '../http/serve';
import { correctAnswer } from '../services/answers/correct-answer';
import { saveAnswer } from '../services/answers/save-answer';
import { submitWave } from '../services/answers/submit-wave';
import { completeComprehension } from '../services/consent/complete-comprehension';
import { readInformation } from '../services/consent/read-information';
import { signConsent } from '../services/consent/sign-consent';
import { countersign } from '../services/participants/countersign';
import { informOrally } from '../services/participants/inform-orally';
import { issueLink } from '../services/participants/issue-link';
import { registerParticipant } from '../services/participants/register-participant';
import { screenParticipant } from '../services/participants/screen-participant';
import type { Assumptions } from './assumptions';
import { answersFor, standingOf, type SimulatedPerson } from './person';
import { plantedFor } from './planted';
import { screeningFor } from './screening';
import type { Source, Stage } from './stage';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How long one answer takes, and how long a link is surely good. */
const ANSWER = 18_000;
const LINK_GOOD = 390 * DAY;

/** A person on their way through the rehearsal. */
export interface Player {
  person: SimulatedPerson;
  site: string;
  source: Source;
  code: string;
  link: { url: string; at: Date };
  cohort: string | null;
  arm: string | null;
  /** Nobody asks any more. */
  stopped: boolean;
  /** When the first questionnaire was handed in last. */
  baselineAt: Date | null;
  /** Answers chosen for the wave under way, and how far the person has come. */
  underWay: { wave: string; codes: Map<string, number | null>; next: number } | null;
  /** The version of every answer given, by wave, instrument and item. */
  versions: Map<string, number>;
}

/** First contact: registration and the personal link. */
export async function register(stage: Stage, person: SimulatedPerson, site: string, source: Source, at: Date): Promise<Player> {
  const { language, number } = person;
  const body = {
    site,
    name: nameOf(person),
    email: `deltager-${number}@${stage.protocol.id}.example`,
    telephone: `+45 2${String(number).padStart(7, '0')}`,
    language,
  };
  const context = await stage.coordinator(site, at, source);
  const { code, link } = replyOf(await registerParticipant(context, { params: { trial: stage.protocol.id }, query: {}, body }));
  return {
    person,
    site,
    source,
    code,
    link: { url: link, at },
    cohort: null,
    arm: null,
    stopped: false,
    baselineAt: null,
    underWay: null,
    versions: new Map(),
  };
}

/** The conversation about the trial. */
export async function inform(stage: Stage, player: Player, at: Date): Promise<void> {
  const { language, companion } = player.person;
  await informOrally(await stage.coordinator(player.site, at, player.source), {
    params: paramsOf(stage, player),
    query: {},
    body: { language, companion, interpreter: false },
  });
}

/** The information read and understood; signed too, unless the person leaves it there. */
export async function readAndSign(stage: Stage, player: Player, at: Date, signs: boolean): Promise<void> {
  const { person, source } = player;
  const visitor = await stage.visitor(player.link.url, at, source);
  const text = currentText(stage.protocol).version;
  const { language } = person;
  const minutes = (n: number) => new Date(at.getTime() + n * MINUTE);
  await readInformation(visitor.at(minutes(4)), { text, language });
  const { comprehension } = stage.protocol.consent;
  const answers = Object.fromEntries(comprehension.map(({ id, truth }) => [id, truth]));
  if (comprehension.length > 0) await completeComprehension(visitor.at(minutes(8)), { answers, tries: person.understandsAt });
  if (signs) await signConsent(visitor.at(minutes(10)), { text, language, name: nameOf(person), wish: true });
  await visitor.close();
}

/** The second signature. */
export async function countersignFor(stage: Stage, player: Player, at: Date): Promise<void> {
  const context = await stage.coordinator(player.site, at, player.source);
  await countersign(context, { params: paramsOf(stage, player), query: {}, body: { name: 'Koordinator' } });
}

/** The criteria of entry. @returns whether the person can take part. */
export async function screen(stage: Stage, player: Player, at: Date): Promise<boolean> {
  const answers = screeningFor(stage.protocol, player.person.chance, player.person.stopsAt !== 'screening');
  const context = await stage.coordinator(player.site, at, player.source);
  return replyOf(await screenParticipant(context, { params: paramsOf(stage, player), query: {}, body: { answers } })).eligible;
}

/**
 * Answers a wave one by one from where the person left it, up to `share` of the questions, and hands it in where none is left.
 * @returns whether it was handed in.
 */
export async function answerWave(
  stage: Stage,
  player: Player,
  wave: Wave,
  at: Date,
  share: number,
  assumed: Assumptions,
): Promise<boolean> {
  const { person, source } = player;
  await renewLink(stage, player, at);
  const visitor = await stage.visitor(player.link.url, at, source);
  const questions = questionsOf(wave, person.language);
  const way = player.underWay?.wave === wave.id ? player.underWay : beginWave(stage, player, wave, assumed);
  const upto = Math.ceil(share * questions.length);
  let moment = at;
  for (; way.next < upto; way.next += 1) {
    const { instrument, item } = questions[way.next]!;
    const code = way.codes.get(`${instrument.id}/${item}`) ?? null;
    const place = `${wave.id}/${instrument.id}/${item}`;
    const seen = player.versions.get(place) ?? 0;
    const blank = code === null ? ('declined' as const) : null;
    const body = { wave: wave.id, instrument: instrument.id, item, code, blank, seen, key: source.uuid() };
    await saveAnswer(visitor.at(moment), { params: {}, query: {}, body });
    player.versions.set(place, seen + 1);
    moment = new Date(moment.getTime() + ANSWER);
  }
  const isWhole = upto === questions.length;
  if (isWhole) {
    await submitWave(visitor.at(moment), wave.id);
    player.underWay = null;
    if (wave.before === 'randomisation') player.baselineAt = moment;
  }
  await visitor.close();
  return isWhole;
}

function beginWave(stage: Stage, player: Player, wave: Wave, assumed: Assumptions): NonNullable<Player['underWay']> {
  const { person, arm } = player;
  const { protocol } = stage;
  const as = arm === null ? 'start' : arm === protocol.analysis.reference ? 'reference' : 'treated';
  const codes = new Map<string, number | null>();
  for (const id of wave.instruments) {
    const instrument = instrumentOf(id)!;
    const standing = standingOf(person, plantedFor(protocol, instrument), as, assumed.stays, person.chance);
    for (const [item, code] of answersFor(instrument, standing, assumed.declines, person.chance))
      codes.set(`${id}/${item}`, code);
  }
  player.underWay = { wave: wave.id, codes, next: 0 };
  return player.underWay;
}

/** A link grows old in a long trial: the coordinator gives a new one. */
async function renewLink(stage: Stage, player: Player, at: Date): Promise<void> {
  if (at.getTime() - player.link.at.getTime() < LINK_GOOD) return;
  const context = await stage.coordinator(player.site, new Date(at.getTime() - 8 * 60 * MINUTE), player.source);
  const { link } = replyOf(await issueLink(context, { params: paramsOf(stage, player), query: {}, body: {} }));
  player.link = { url: link, at };
}

/** One answer that was handed in is put right by the data manager: the person typed the neighbouring one. */
export async function correctOne(stage: Stage, player: Player, wave: Wave, at: Date): Promise<void> {
  const question = questionsOf(wave, player.person.language)[0]!;
  const item = question.instrument.items.find(({ id }) => id === question.item)!;
  const codes = codesOf(question.instrument, item);
  const seen = player.versions.get(`${wave.id}/${question.instrument.id}/${item.id}`)!;
  await correctAnswer(await stage.central('dataManager', at, player.source), {
    params: paramsOf(stage, player),
    query: {},
    body: {
      wave: wave.id,
      instrument: question.instrument.id,
      item: item.id,
      code: codes[player.person.chance.whole(codes.length)]!,
      blank: null,
      seen,
      key: player.source.uuid(),
      reason: 'typing-mistake',
    },
  });
}

const nameOf = ({ number }: SimulatedPerson): string => `Simuleret Deltager ${number}`;
const paramsOf = (stage: Stage, { code }: Player) => ({ trial: stage.protocol.id, participant: code });
