import type { Wave } from '#protocols/model/protocol';
import { checkPseudonym, showPseudonym } from '#protocols/model/pseudonym';
import { inLanguage, type Language } from '#protocols/model/text';
import { currentText, isReflected, last } from '#protocols/rules/journey';
import { baselineOf, stoppedBy, waveState, type WaveState } from '#protocols/rules/waves';
import type { Assets } from '../assets';
import { showDate, showDay, showInstant } from '../dates';
import { gatherOwn, type Own } from '../gather';
import { html, type Content, type Html } from '../html';
import { readingMinutes } from '../reading-minutes';
import { frameOf, send, type OwnVisit } from '../visit';
import type { Words } from '../words/words';

/** The one thing to do next, or what we are waiting for. */
interface Next {
  title: string;
  text: Content;
  action?: { words: string; path: string };
  minutes?: number;
  lastDay?: string;
}

/** The front page: one thing to do next, when, how long it takes, and nothing else until asked. */
export async function showHome(visit: OwnVisit, assets: Assets): Promise<void> {
  const own = await gatherOwn(visit.context);
  const { words, language } = visit;

  const next = nextOf(own, words, language);

  send(visit.response, frameOf(visit, assets, own), {
    title: next.title,
    content: html`<h1>${next.title}</h1>
      ${next.text} ${next.minutes !== undefined && html`<p class="aside">${words.time.minutes(next.minutes)}</p>`}
      ${next.lastDay !== undefined && html`<p class="aside">${words.time.lastDay(next.lastDay)}</p>`}
      ${next.action && html`<p><a class="button primary" href="${next.action.path}">${next.action.words}</a></p>`}
      ${more(own, words)}`,
  });
}

function nextOf(own: Own, words: Words, language: Language): Next {
  const { home } = words;
  const { way, protocol, step } = own;
  switch (step) {
    case 'information':
      return { title: home.informationTitle, text: html`<p>${home.information}</p>` };
    case 'reading': {
      const minutes = readingMinutes(inLanguage(currentText(protocol).body, language));
      const action = { words: home.readingAction, path: '/me/information' };
      return { title: home.readingTitle, text: html`<p>${home.reading}</p>`, action, minutes };
    }
    case 'comprehension': {
      const action = { words: home.comprehensionAction, path: '/me/questions' };
      return { title: home.comprehensionTitle, text: html`<p>${home.comprehension}</p>`, action, minutes: 2 };
    }
    case 'signing':
      return {
        title: home.signingTitle,
        text: html`<p>${home.signing}</p>
          ${reflection(own, words, language)}`,
        action: { words: home.signingAction, path: '/me/consent' },
      };
    case 'countersigning':
      return { title: home.countersigningTitle, text: html`<p>${home.countersigning}</p>` };
    case 'screening':
      return { title: home.screeningTitle, text: html`<p>${home.screening}</p>` };
    case 'not-eligible':
      return { title: home.notEligibleTitle, text: html`<p>${home.notEligible}</p>` };
    case 'baseline':
      return ofBaseline(own, words, language);
    case 'cohort':
      return { title: home.cohortTitle, text: html`<p>${home.cohort}</p>` };
    case 'allocation':
      return {
        title: home.allocationTitle,
        text: html`<p>${home.allocation}</p>
          ${way.cohort && html`<p>${home.cohortDates(showDay(way.cohort.startsOn, language), showDay(way.cohort.endsOn, language))}</p>`}`,
      };
    case 'follow-up':
      return ofFollowUp(own, words, language);
    case 'ended':
      return ofEnd(own, words);
  }
}

function reflection({ way, protocol, now }: Own, words: Words, language: Language): Content {
  const informed = last(way, 'informed-orally');
  if (!informed || isReflected(way, protocol, now)) return null;
  const until = new Date(new Date(informed.at).getTime() + protocol.consent.reflectionHours * 3_600_000);
  return html`<p>${words.home.reflection(showInstant(until, language))}</p>`;
}

function ofBaseline(own: Own, words: Words, language: Language): Next {
  const wave = baselineOf(own.protocol)!;
  const state = waveState(wave, own.way, own.now);
  if (state.state === 'open') return openWave(wave, state, words, language);
  const { baselineClosedTitle, baselineClosed } = words.home;
  return { title: baselineClosedTitle, text: html`<p>${baselineClosed}</p>` };
}

function openWave(
  wave: Wave,
  state: Extract<WaveState, { state: 'open' }>,
  words: Words,
  language: Language,
  before?: Content,
): Next {
  const lastDay = new Date(state.closesAt.getTime() - 1);
  return {
    title: words.home.waveTitle(inLanguage(wave.title, language)),
    text: html`<p>${words.home.wave}</p>
      ${before}`,
    action: { words: words.home.waveAction, path: `/me/waves/${wave.id}` },
    minutes: wave.minutes,
    // A baseline asked for again has no last day of its own.
    lastDay: lastDay.getUTCFullYear() < 9000 ? showDate(lastDay, language) : undefined,
  };
}

function ofFollowUp(own: Own, words: Words, language: Language): Next {
  const { home } = words;
  const { way, protocol, now } = own;
  const arm = protocol.arms.find(({ id }) => id === way.allocation?.arm);
  const announcement = arm && html`<p class="announcement">${inLanguage(arm.announcement, language)}</p>`;
  const waves = protocol.waves
    .filter(({ before }) => before !== 'randomisation')
    .map((wave) => ({ wave, state: waveState(wave, way, now) }));
  for (const { wave, state } of waves) {
    if (state.state !== 'open') continue;
    const folded = html`<details>
      <summary>${home.drawn}</summary>
      ${announcement}
    </details>`;
    return openWave(wave, state, words, language, folded);
  }
  for (const { wave, state } of waves) {
    if (state.state !== 'not-yet') continue;
    const text = html`${announcement}
      <p>${home.notYet(inLanguage(wave.title, language), showDate(state.opensAt, language))}</p>`;
    return { title: home.drawnTitle, text };
  }
  const isDone = waves.every(({ state }) => state.state === 'submitted');
  const [title, text] = isDone ? [home.doneTitle, home.done] : [home.followUpClosedTitle, home.followUpClosed];
  return {
    title,
    text: html`<p>${text}</p>
      <details>
        <summary>${home.drawn}</summary>
        ${announcement}
      </details>`,
  };
}

function ofEnd({ way }: Own, { home }: Words): Next {
  const ended = (title: string, text: string): Next => ({
    title,
    text: html`<p>${text}</p>
      <p>${home.regret}</p>`,
  });
  if (last(way, 'erased')) return { title: home.erasedTitle, text: html`<p>${home.erased}</p>` };
  if (stoppedBy(way) === 'erase') return { title: home.eraseTitle, text: html`<p>${home.erase}</p>` };
  return last(way, 'consent-signed') ? ended(home.stoppedTitle, home.stopped) : ended(home.declinedTitle, home.declined);
}

function more({ way }: Own, words: Words): Html {
  const checked = checkPseudonym(way.code);
  const code = 'pseudonym' in checked ? showPseudonym(checked.pseudonym) : way.code;
  return html`<details class="more">
    <summary>${words.home.more}</summary>
    <ul>
      <li><a href="/me/information">${words.home.readAgain}</a></li>
      ${last(way, 'consent-given') && html`<li><a href="/me/consent/copy">${words.home.copy}</a></li>`}
      <li>${words.home.code(code)}</li>
    </ul>
  </details>`;
}
