import { last } from '#protocols/rules/journey';
import { stoppedBy } from '#protocols/rules/waves';
import { changeOwnParticipation } from '../../services/consent/change-own-participation';
import { OWN_CHANGES, ownChanges } from '#protocols/rules/own-changes';
import { Problem } from '../../problem';
import type { Assets } from '../assets';
import { showDate } from '../dates';
import type { Form } from '../form';
import { gatherOwn } from '../gather';
import { html } from '../html';
import { tokenField } from '../layout';
import { frameOf, send, type OwnVisit } from '../visit';

/** Every way to change or stop, each with what it means beside its button: two presses from any page, none of them a surprise. */
export async function showParticipation(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherOwn(visit.context);
  const { words, language } = visit;

  const open = ownChanges(own.way, own.protocol);
  const made = own.way.milestones.flatMap(({ kind, at, detail }) => {
    const change = OWN_CHANGES.find((one) => kind === 'participation-changed' && one === detail.change);
    return change ? [words.participation[change].made(showDate(new Date(at), language))] : [];
  });
  const frame = frameOf(visit, assets, own);

  send(visit.response, frame, {
    title: words.participation.title,
    content: html`<h1>${words.participation.title}</h1>
      ${made.map((sentence) => html`<p class="note" role="status">${sentence}</p>`)}
      <p>${words.participation.intro}</p>
      ${
        !stoppedBy(own.way) &&
        html`<section>
          <h2>${words.participation.pauseTitle}</h2>
          <p>${words.participation.pause}</p>
          <form method="post" action="/me/pause">
            ${tokenField(frame)}<button class="secondary">${words.frame.pause}</button>
          </form>
        </section>`
      }
      ${open.map(
        (change) =>
          html`<section>
            <h2>${words.participation[change].title}</h2>
            <p>${words.participation[change].body}</p>
            <form method="post" action="/me/participation">
              ${tokenField(frame)}<button class="secondary" name="change" value="${change}">
                ${words.participation[change].button}
              </button>
            </form>
          </section>`,
      )}
      ${last(own.way, 'erased') && html`<p>${words.home.erasedTitle}.</p>`}
      <p><a class="button secondary" href="/me">${words.frame.backToFront}</a></p>`,
  });
}

export async function change({ context }: OwnVisit, form: Form): Promise<string> {
  const wanted = OWN_CHANGES.find((one) => one === form('change'));
  if (!wanted) throw new Problem('not-understood', { field: 'change' });
  await changeOwnParticipation(context, wanted);
  // What stops the asking is told on the front page; the others leave everything else as it was.
  return wanted === 'no-more-data' || wanted === 'erase' ? '/me' : '/me/participation';
}
