import { inLanguage } from '#protocols/model/text';
import { currentText, isReflected, last } from '#protocols/rules/journey';
import { changeOwnParticipation } from '../../services/consent/change-own-participation';
import { readOwnConsent } from '../../services/consent/read-own-consent';
import { signConsent } from '../../services/consent/sign-consent';
import type { Assets } from '../assets';
import { showInstant } from '../dates';
import type { Form } from '../form';
import { gatherOwn } from '../gather';
import { html } from '../html';
import { tokenField } from '../layout';
import { paragraphs } from '../paragraphs';
import { frameOf, send, type OwnVisit } from '../visit';

/** Yes or no, side by side and alike. */
export async function showConsent(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherOwn(visit.context);
  const { words, language, request, response } = visit;
  if (own.step !== 'signing') return response.redirect(303, '/me');

  const { way, protocol, now } = own;
  const text = currentText(protocol);
  const informed = new Date(last(way, 'informed-orally')!.at);
  const until = new Date(informed.getTime() + protocol.consent.reflectionHours * 3_600_000);
  const frame = frameOf(visit, assets, own);

  send(response, frame, {
    title: words.consent.title,
    content: html`<h1>${words.consent.title}</h1>
      <p>${words.consent.free}</p>
      <p><a href="/me/information">${words.home.readAgain}</a></p>
      ${request.query.incomplete !== undefined && html`<p class="note" role="alert">${words.consent.incomplete}</p>`}
      <form method="post" action="/me/consent">
        ${tokenField(frame)}<input type="hidden" name="text" value="${text.version}" />
        <blockquote>${paragraphs(inLanguage(text.statement, language))}</blockquote>
        <label class="tick"><input type="checkbox" name="agree" value="yes" required /><span>${words.consent.agree}</span></label>
        ${
          !isReflected(way, protocol, now) &&
          html`<p>${words.consent.early(showInstant(until, language))}</p>
            <label class="tick"
              ><input type="checkbox" name="wish" value="yes" required /><span>${words.consent.wish}</span></label
            >`
        }
        <p>
          <label for="name">${words.consent.name}</label>
          <input type="text" id="name" name="name" maxlength="120" autocomplete="name" required />
        </p>
        <p class="choices">
          <button class="choice">${words.consent.yes}</button
          ><a class="button choice" href="/me/consent/no">${words.consent.no}</a>
        </p>
      </form>`,
  });
}

export async function sign({ context, language }: OwnVisit, form: Form): Promise<string> {
  const name = form('name').trim();
  if (name === '' || name.length > 120 || form('agree') !== 'yes') return '/me/consent?incomplete';
  await signConsent(context, { text: form('text'), language, name, wish: form('wish') === 'yes' });
  return '/me';
}

/** What a no means, and one button. */
export async function showDecline(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherOwn(visit.context);
  const { words } = visit;
  if (own.step !== 'signing') return visit.response.redirect(303, '/me');

  const frame = frameOf(visit, assets, own);
  send(visit.response, frame, {
    title: words.consent.noTitle,
    content: html`<h1>${words.consent.noTitle}</h1>
      <p>${words.consent.noBody}</p>
      <form method="post" action="/me/consent/no">
        ${tokenField(frame)}
        <p class="steps">
          <a class="button secondary" href="/me/consent">${words.frame.back}</a
          ><button class="primary">${words.consent.noConfirm}</button>
        </p>
      </form>`,
  });
}

export async function decline({ context }: OwnVisit): Promise<string> {
  await changeOwnParticipation(context, 'no-more-data');
  return '/me';
}

/** The person's own copy of what both signed, fit to print. */
export async function showCopy(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherOwn(visit.context);
  const kept = await readOwnConsent(visit.context);
  const { words, language } = visit;

  const signedBy = ({ name, at }: { name: string; at: string }) =>
    words.consent.signedBy(name, showInstant(new Date(at), language));
  send(visit.response, frameOf(visit, assets, own), {
    title: words.consent.copyTitle,
    content: html`<h1>${words.consent.copyTitle}</h1>
      <p class="aside no-print">${words.consent.copyHint}</p>
      <article lang="${kept.language}">
        <h2>${kept.title}</h2>
        ${paragraphs(kept.body)}
        <blockquote>${paragraphs(kept.statement)}</blockquote>
      </article>
      <p>${words.consent.participant}<br /><strong>${signedBy(kept.participant)}</strong></p>
      <p>${words.consent.informer}<br /><strong>${signedBy(kept.informer)}</strong></p>
      <p class="aside">${words.information.version(kept.text)}</p>
      <p class="no-print"><a class="button secondary" href="/me">${words.frame.backToFront}</a></p>`,
  });
}
