import { inLanguage } from '#protocols/model/text';
import { currentText, last } from '#protocols/rules/journey';
import { readInformation } from '../../services/consent/read-information';
import type { Assets } from '../assets';
import type { Form } from '../form';
import { gatherOwn } from '../gather';
import { html } from '../html';
import { tokenField } from '../layout';
import { paragraphs } from '../paragraphs';
import { frameOf, send, type OwnVisit } from '../visit';

/** The written information: to read at any time, to mark as read once the talk has been. */
export async function showInformation(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherOwn(visit.context);
  const { words, language } = visit;

  const text = currentText(own.protocol);
  const title = inLanguage(text.title, language);
  const frame = frameOf(visit, assets, own);

  send(visit.response, frame, {
    title,
    content: html`<h1>${title}</h1>
      ${paragraphs(inLanguage(text.body, language))}
      <p class="aside">${words.information.version(text.version)}</p>
      ${
        own.step === 'reading' &&
        html`<form method="post" action="/me/information">
          ${tokenField(frame)}<input type="hidden" name="text" value="${text.version}" />
          <p><button class="primary">${words.information.read}</button></p>
        </form>`
      }
      ${own.step === 'information' && html`<p>${words.information.oralFirst}</p>`}
      ${
        own.step !== 'reading' &&
        html`${last(own.way, 'information-read')?.detail.text === text.version && html`<p>${words.information.alreadyRead}</p>`}
          <p><a class="button secondary" href="/me">${words.frame.backToFront}</a></p>`
      }`,
  });
}

export async function markRead({ context, language }: OwnVisit, form: Form): Promise<string> {
  await readInformation(context, { text: form('text'), language });
  return '/me';
}
