import { questionsOf } from '#protocols/rules/respond';
import { currentText } from '#protocols/rules/journey';
import { codesOf } from '#protocols/rules/score';
import type { App } from '../context';
import { replyOf } from '../http/serve';
import { saveAnswer } from '../services/answers/save-answer';
import { submitWave } from '../services/answers/submit-wave';
import { completeComprehension } from '../services/consent/complete-comprehension';
import { readInformation } from '../services/consent/read-information';
import { signConsent } from '../services/consent/sign-consent';
import { countersign } from '../services/participants/countersign';
import { informOrally } from '../services/participants/inform-orally';
import { joinCohort } from '../services/participants/join-cohort';
import { registerParticipant } from '../services/participants/register-participant';
import { screenParticipant } from '../services/participants/screen-participant';
import { participantAt, staffAt } from './act-as';

const STEPS = ['registered', 'informed', 'signed', 'consented', 'screened', 'baseline', 'cohort'] as const;
type Reached = (typeof STEPS)[number];

export interface Person {
  code: string;
  link: string;
}

export interface Walk {
  trial: string;
  site: string;
  staff: string;
  /** Tells simulated people apart: their name, address and answers follow from it. */
  number: number;
  at: Date;
  upTo: Reached;
  cohort?: string;
}

/** Takes one simulated person along the way, as far as asked, through the services that coordinator and participant use. */
export async function walk(app: App, { trial, site, staff, number, at, upTo, cohort }: Walk): Promise<Person> {
  const reaches = (step: Reached) => STEPS.indexOf(upTo) >= STEPS.indexOf(step);
  const minutes = (n: number) => new Date(at.getTime() + n * 60_000);
  const coordinator = (n: number) => staffAt(app, staff, 'coordinator', trial, minutes(n));
  const name = `Simuleret Deltager ${number}`;

  const person = replyOf(
    await registerParticipant(await coordinator(0), {
      params: { trial },
      query: {},
      body: {
        site,
        name,
        email: `deltager-${number}@demo.example`,
        telephone: `+45 20 00 00 ${String(number).padStart(2, '0')}`,
        language: 'da',
      },
    }),
  );
  const params = { trial, participant: person.code };
  if (reaches('informed'))
    await informOrally(await coordinator(5), {
      params,
      query: {},
      body: { language: 'da', companion: 'offered', interpreter: false },
    });
  if (reaches('signed')) {
    const own = await participantAt(app, person.link, minutes(60));
    const protocol = (await app.protocols(trial)).at(-1)!.protocol;
    const text = currentText(protocol).version;
    await readInformation(own, { text, language: 'da' });
    const answers = Object.fromEntries(protocol.consent.comprehension.map(({ id, truth }) => [id, truth]));
    await completeComprehension(own, { answers, tries: 1 });
    await signConsent(own, { text, language: 'da', name, wish: true });
  }
  if (reaches('consented')) await countersign(await coordinator(70), { params, query: {}, body: { name: 'Koordinator' } });
  if (reaches('screened'))
    await screenParticipant(await coordinator(75), {
      params,
      query: {},
      body: { answers: { age: 25 + number, 'everyday-hard': true } },
    });
  if (reaches('baseline')) await answerWave(app, trial, person.link, 'baseline', number, minutes(90));
  if (reaches('cohort') && cohort) await joinCohort(await coordinator(120), { params, query: {}, body: { cohort } });
  return person;
}

async function answerWave(app: App, trial: string, link: string, wave: string, number: number, at: Date): Promise<void> {
  const own = await participantAt(app, link, at);
  const protocol = (await app.protocols(trial)).at(-1)!.protocol;
  const questions = questionsOf(
    protocol.waves.find(({ id }) => id === wave)!,
    'da',
  );
  for (const [index, { instrument, item }] of questions.entries()) {
    const codes = codesOf(
      instrument,
      instrument.items.find(({ id }) => id === item)!,
    );
    const code = codes[(number * 7 + index * 3) % codes.length]!;
    await saveAnswer(own, {
      params: {},
      query: {},
      body: { wave, instrument: instrument.id, item, code, blank: null, seen: 0, key: app.uuid() },
    });
  }
  await submitWave(own, wave);
}
