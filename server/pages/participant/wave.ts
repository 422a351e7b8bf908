import { createHash } from 'node:crypto';
import type { Language } from '#protocols/model/text';
import { checkAnswer } from '#protocols/rules/respond';
import { scaleOf } from '#protocols/rules/score';
import { saveAnswer } from '../../services/answers/save-answer';
import { submitWave } from '../../services/answers/submit-wave';
import { replyOf } from '../../http/serve';
import { Problem } from '../../problem';
import type { Assets } from '../assets';
import { showDate, showInstant } from '../dates';
import type { Form } from '../form';
import { firstOpen, gatherWave, type AskedQuestion, type OwnWave } from '../gather';
import { html } from '../html';
import { tokenField, type Frame, type Screen } from '../layout';
import { questionScreen, type Notice } from '../question-screen';
import { frameOf, send, type OwnVisit } from '../visit';
import type { Words } from '../words/words';

const pathOf = (wave: string, number: number): string => `/me/waves/${wave}/${number}`;

/** A wave by its name alone: on to the first question without an answer, wherever it was left. */
export async function resumeWave(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherWave(visit.context, String(visit.request.params.wave));
  if (own.state.state === 'open') return visit.response.redirect(303, pathOf(own.wave.id, firstOpen(own.questions)));
  send(visit.response, frameOf(visit, assets, own), closedScreen(own, visit.words, visit.language));
}

/** One question; after the last, the page that hands in. */
export async function showQuestion(visit: OwnVisit, assets: Assets): Promise<void> {
  const { words, language, request, response } = visit;
  const own = await gatherWave(visit.context, String(request.params.wave));
  const number = readNumber(own, request.params.number);

  const frame = frameOf(visit, assets, own);
  if (own.state.state !== 'open') return send(response, frame, closedScreen(own, words, language));
  if (number > own.questions.length) return send(response, frame, finishScreen(own, frame));
  send(response, frame, questionScreen(own, number, frame, noticeOf(request.query)));
}

function readNumber({ questions }: OwnWave, given: unknown): number {
  const number = /^\d{1,4}$/.test(String(given)) ? Number(given) : 0;
  if (number < 1 || number > questions.length + 1) throw new Problem('not-found');
  return number;
}

function noticeOf(query: object): Notice | undefined {
  return (['choose', 'range', 'stale'] as const).find((notice) => notice in query);
}

/** Takes the answer of a plain form and goes on to the next question. The script saves in the moment of choosing instead. */
export async function answer({ context, request }: OwnVisit, form: Form): Promise<string> {
  const own = await gatherWave(context, String(request.params.wave));
  const number = readNumber(own, request.params.number);
  const question = own.questions[number - 1];
  const seen = /^\d{1,6}$/.test(form('seen')) ? Number(form('seen')) : undefined;
  if (!question || seen === undefined || form('instrument') !== question.instrument.id || form('item') !== question.item) {
    throw new Problem('not-understood', { field: 'item' });
  }
  const here = pathOf(own.wave.id, number);
  const next = pathOf(own.wave.id, number + 1);
  const choice = form('choice');
  if (choice === '') return question.isAnswered ? next : `${here}?choose`;
  const blank = (['declined', 'not-applicable'] as const).find((reason) => reason === choice) ?? null;
  const isCode = /^-?\d{1,4}$/.test(choice);
  // A number that was typed can be mistyped; a choice among answers cannot.
  if (!blank && isTyped(question) && !(isCode && isAmong(question, Number(choice)))) return `${here}?range`;
  if (!blank && !isCode) throw new Problem('unknown-code');
  const given = { code: blank ? null : Number(choice), blank };
  const { current } = question;
  // Going back and on again is no new answer.
  if (question.isOwn && current?.version === seen && current.code === given.code && current.blank === given.blank) return next;

  const body = { wave: own.wave.id, instrument: question.instrument.id, item: question.item, ...given, seen };
  try {
    const saved = replyOf(
      await saveAnswer(context, { params: {}, query: {}, body: { ...body, key: keyOf(own.way.session, body) } }),
    );
    // The same page once more, now with where help is to be had; going on from there is one more press.
    if (saved.help) return here;
  } catch (problem) {
    // Here alone a refusal is not the end: the same page shows what is newest.
    if (problem instanceof Problem && problem.code === 'stale-answer') return `${here}?stale`;
    throw problem;
  }
  return next;
}

const isTyped = ({ instrument, item }: AskedQuestion): boolean => scaleOf(instrument, item).kind === 'number';
const isAmong = ({ instrument, item }: AskedQuestion, code: number): boolean =>
  checkAnswer(instrument, item, { code, blank: null });

/** A form sent twice has one key, and so is saved once; another choice or a later version has another. */
function keyOf(session: string, body: object): string {
  const hex = createHash('sha256')
    .update(`${session} ${JSON.stringify(body)}`)
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Hands the wave in. */
export async function handIn({ context, request }: OwnVisit): Promise<string> {
  const wave = String(request.params.wave);
  await submitWave(context, wave);
  return `/me/waves/${encodeURIComponent(wave)}`;
}

function finishScreen({ wave, questions }: OwnWave, frame: Frame): Screen {
  const { words } = frame;
  const left = questions.filter(({ isAnswered }) => !isAnswered).length;
  return {
    title: words.wave.finishTitle,
    content: html`<h1>${words.wave.finishTitle}</h1>
      ${
        left > 0
          ? html`<p class="note" role="status">${words.wave.unfinished(left)}</p>
              <p class="steps">
                <a class="button secondary" href="${pathOf(wave.id, questions.length)}">${words.frame.back}</a
                ><a class="button primary" href="${pathOf(wave.id, firstOpen(questions))}">${words.wave.toFirst}</a>
              </p>`
          : html`<p>${words.wave.finish}</p>
              <form method="post" action="/me/waves/${wave.id}">
                ${tokenField(frame)}
                <p class="steps">
                  <a class="button secondary" href="${pathOf(wave.id, questions.length)}">${words.frame.back}</a
                  ><button class="primary">${words.wave.handIn}</button>
                </p>
              </form>`
      }`,
  };
}

function closedScreen({ state }: OwnWave, words: Words, language: Language): Screen {
  const screen = (title: string, text: string): Screen => ({
    title,
    content: html`<h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button secondary" href="/me">${words.frame.backToFront}</a></p>`,
  });
  switch (state.state) {
    case 'submitted':
      return screen(words.wave.thanksTitle, words.wave.thanks(showInstant(state.at, language)));
    case 'not-yet':
      return screen(words.wave.notYetTitle, words.wave.notYet(showDate(state.opensAt, language)));
    case 'waiting':
      return screen(words.wave.notYetTitle, words.wave.waiting);
    case 'closed':
      return screen(words.wave.closedTitle, words.wave.closed);
    case 'stopped':
      throw new Problem('participation-ended');
    case 'open':
      throw new Error('an open wave has its questions');
  }
}
