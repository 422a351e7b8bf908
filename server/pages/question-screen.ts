import { wordingOf } from '#protocols/instruments/registry';
import { inLanguage } from '#protocols/model/text';
import { scaleOf } from '#protocols/rules/score';
import { alertOf, mayRaiseAlert } from '#protocols/rules/alerts';
import { answerFields, hasEnds } from './answer-fields';
import type { AskedQuestion, OwnWave } from './gather';
import { html, type Content } from './html';
import { tokenField, type Frame, type Screen } from './layout';

/** Why the same question is shown again. */
export type Notice = 'choose' | 'range' | 'stale';

/**
 * One question, as the instrument words it, in the language the participant's answers are kept in. Nothing is chosen beforehand but
 * what was answered in this same session; what another session answered is said to be there, never shown.
 */
export function questionScreen(own: OwnWave, number: number, frame: Frame, notice?: Notice): Screen {
  const { wave, way, questions, wordings } = own;
  const { words, language } = frame;
  const asked = questions[number - 1]!;
  const { instrument, item, current } = asked;
  const wording = wordingOf(instrument, way.language, wordings);
  const isFirst = questions[number - 2]?.instrument !== instrument;
  const isAlone = wording.alone?.includes(item) ?? false;
  const intro = !isAlone && (isFirst || wording.stem === null) && wording.intro;
  const here = `/me/waves/${wave.id}/${number}`;
  const back = number === 1 ? '/me' : `/me/waves/${wave.id}/${number - 1}`;
  const foreign = way.language !== language && html` lang="${way.language}"`;
  const fields = html`${tokenField(frame)}<input type="hidden" name="instrument" value="${instrument.id}" /><input
      type="hidden"
      name="item"
      value="${item}"
    /><input type="hidden" name="seen" value="${current?.version ?? 0}" />`;

  return {
    title: `${words.wave.progress(number, questions.length)} · ${inLanguage(wave.title, language)}`,
    content: html`<p class="progress">
        <span>${words.wave.progress(number, questions.length)}</span
        ><progress value="${number}" max="${questions.length}" aria-hidden="true"></progress>
      </p>
      ${foreign && isFirst && html`<p class="aside">${words.wave.otherLanguage}</p>`}
      <div data-speak${foreign}>
        ${intro !== false && intro !== null && html`<p class="intro">${intro}</p>`}
        <form id="answer" method="post" action="${here}" data-wave="${wave.id}" data-next="/me/waves/${wave.id}/${number + 1}">
          ${fields}
          <fieldset ${hasEnds(scaleOf(instrument, item)) && html`aria-describedby="ends"`}>
            <legend>
              ${!isAlone && wording.stem !== null && html`<span class="stem">${wording.stem}</span>`}
              <h1>${wording.items[item]}</h1>
            </legend>
            ${answerFields(asked, wording, frame)}
          </fieldset>
        </form>
      </div>
      <form id="decline" method="post" action="${here}">
        ${fields}
        <p><button class="quiet" name="choice" value="declined">${words.wave.declined}</button></p>
      </form>
      <p class="steps">
        <a class="button secondary" href="${back}">${words.frame.back}</a
        ><button class="primary" form="answer">${words.frame.next}</button>
      </p>
      <p
        class="status"
        role="status"
        data-status
        data-saving="${words.wave.saving}"
        data-saved="${words.wave.saved}"
        data-offline="${words.wave.offline}"
        data-unsaved="${words.wave.unsaved}"
      >
        ${statusOf(asked, frame, notice)}
      </p>
      ${helpAtHand(own, asked, frame)}
      ${instrument.licence.notice && html`<p class="licence">${inLanguage(instrument.licence.notice, language)}</p>`}`,
  };
}

function statusOf({ instrument, item, current, isAnswered, isOwn }: AskedQuestion, { words }: Frame, notice?: Notice): Content {
  const scale = scaleOf(instrument, item);
  if (notice === 'choose') return scale.kind === 'number' ? words.wave.type : words.wave.choose;
  if (notice === 'range' && scale.kind === 'number') return words.wave.outside(...scale.range);
  if (notice === 'stale') return isOwn ? words.wave.stale : words.wave.staleHidden;
  if (!isAnswered) return null;
  if (!isOwn) return words.wave.answered;
  return current?.blank === 'declined' ? words.wave.declinedNow : words.wave.saved;
}

/**
 * Where help is to be had, on the page of a question whose answer may call for it: shown the moment such an answer is given, before
 * anybody goes on. The words are the trial's own, the same in every arm.
 */
function helpAtHand(
  { inForce }: OwnWave,
  { instrument, item, current, isOwn }: AskedQuestion,
  { words, language }: Frame,
): Content {
  if (!mayRaiseAlert(inForce, instrument.id, item)) return null;
  const isCalledFor = isOwn && alertOf(inForce, instrument, item, current?.code ?? null) !== null;
  return html`<section class="note" data-help tabindex="-1" role="alert" ${!isCalledFor && html`hidden`}>
    <h2>${words.help.title}</h2>
    <p class="strong">${inLanguage(inForce.safety.help, language)}</p>
    <p>${inLanguage(inForce.safety.contact, language)}</p>
  </section>`;
}
