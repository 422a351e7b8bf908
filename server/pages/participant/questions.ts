import type { ComprehensionQuestion } from '#protocols/model/protocol';
import { inLanguage } from '#protocols/model/text';
import { completeComprehension } from '../../services/consent/complete-comprehension';
import type { Assets } from '../assets';
import type { Form } from '../form';
import { gatherOwn } from '../gather';
import { html } from '../html';
import { tokenField } from '../layout';
import { frameOf, send, type OwnVisit } from '../visit';

/** How far somebody has come, carried from page to page in the address, since nobody keeps what they got wrong. */
interface Progress {
  answers: Readonly<Record<string, boolean>>;
  tries: number;
  /** The question answered last, whose explanation is shown. */
  latest?: string;
}

function readProgress(given: string, tries: string, latest: string): Progress {
  const answers: Record<string, boolean> = {};
  for (const part of given.split(',')) {
    const match = /^([a-z][a-z0-9-]{0,39}):(yes|no)$/.exec(part);
    if (match) answers[match[1]!] = match[2] === 'yes';
  }
  return { answers, tries: Math.min(Math.max(Math.trunc(Number(tries)) || 1, 1), 999), latest: latest || undefined };
}

const showAnswers = (answers: Progress['answers']): string =>
  Object.entries(answers)
    .map(([id, answer]) => `${id}:${answer ? 'yes' : 'no'}`)
    .join(',');

function pathOf(progress: Progress): string {
  const query = new URLSearchParams({
    given: showAnswers(progress.answers),
    tries: String(progress.tries),
    latest: progress.latest ?? '',
  });
  return `/me/questions?${query}`;
}

const openIn = (questions: readonly ComprehensionQuestion[], { answers }: Progress): number =>
  questions.findIndex(({ id, truth }) => answers[id] !== truth);

/** Whether the information was clear: one question at a time, with an explanation to every answer and as many goes as wished. */
export async function showQuestions(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherOwn(visit.context);
  const { words, language, request, response } = visit;
  if (own.step !== 'comprehension') return response.redirect(303, '/me');

  const { given, tries, latest } = request.query as Record<string, string | undefined>;
  const progress = readProgress(String(given ?? ''), String(tries ?? ''), String(latest ?? ''));
  const questions = own.protocol.consent.comprehension;
  const index = Math.max(openIn(questions, progress), 0);
  const question = questions[index]!;
  const answered = questions.find(({ id }) => id === progress.latest);
  const frame = frameOf(visit, assets, own);

  const explained = answered && inLanguage(answered.explanation, language);
  send(response, frame, {
    title: words.questions.title,
    content: html`<p class="progress">${words.questions.progress(index + 1, questions.length)}</p>
      ${
        explained !== undefined &&
        html`<p class="note" role="status">
          ${answered === question ? words.questions.again(explained) : words.questions.right(explained)}
        </p>`
      }
      ${request.query.choose !== undefined && html`<p class="note" role="status">${words.questions.choose}</p>`}
      <form method="post" action="/me/questions">
        ${tokenField(frame)}
        <input type="hidden" name="question" value="${question.id}" />
        <input type="hidden" name="given" value="${showAnswers(progress.answers)}" />
        <input type="hidden" name="tries" value="${progress.tries}" />
        <fieldset>
          <legend>
            <span class="stem">${words.questions.title}</span>
            <h1>${inLanguage(question.question, language)}</h1>
          </legend>
          <label class="option"
            ><input type="radio" name="answer" value="yes" required /><span>${words.questions.yes}</span></label
          >
          <label class="option"><input type="radio" name="answer" value="no" /><span>${words.questions.no}</span></label>
        </fieldset>
        <p><button class="primary">${words.frame.next}</button></p>
      </form>
      <p><a href="/me/information">${words.home.readAgain}</a></p>`,
  });
}

/** Takes one answer; with the last right one, the whole is recorded. */
export async function answerQuestion({ context }: OwnVisit, form: Form): Promise<string> {
  const { protocol } = await gatherOwn(context);
  const questions = protocol.consent.comprehension;
  const progress = readProgress(form('given'), form('tries'), '');
  const question = questions.find(({ id }) => id === form('question'));
  const answer = form('answer');
  if (!question || (answer !== 'yes' && answer !== 'no')) return `${pathOf(progress)}&choose`;

  const isRight = (answer === 'yes') === question.truth;
  const after: Progress = {
    answers: { ...progress.answers, [question.id]: answer === 'yes' },
    tries: isRight ? progress.tries : progress.tries + 1,
    latest: question.id,
  };
  if (openIn(questions, after) !== -1) return pathOf(after);

  await completeComprehension(context, after);
  return '/me';
}
