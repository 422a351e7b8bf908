import { FIDELITIES, PRESENCES } from '#protocols/model/delivery';
import { inLanguage } from '#protocols/model/text';
import { endOfEvening, eveningOf, firstNames, sessionOf } from '#protocols/rules/delivery';
import { markAttendance, markSession, namesInGroup, openGroup, type OpenedGroup } from '../../group';
import { hashOf } from '../../http/cookies';
import { Problem } from '../../problem';
import type { Assets } from '../assets';
import { showDate, showDay, showInstant } from '../dates';
import { eveningToken, type EveningFrame } from '../evening-layout';
import { eveningFrame, sendEvening, type OwnEvening } from '../evening-visit';
import type { Form } from '../form';
import { html, type Content, type Html } from '../html';

/** A person as the page's forms name them: good in this session alone, and no name of theirs anywhere else. */
const keyOf = (session: string, participant: string): string => hashOf(`${session}/${participant}`).slice(0, 20);

interface Present {
  key: string;
  name: string;
  presence: (typeof PRESENCES)[number] | undefined;
}

/** The group of the evening: its people by first name, one tap each, and whether the session was held. */
export async function showEvening(visit: OwnEvening, assets: Assets): Promise<void> {
  const { words, language, door, now } = visit;
  const group = await openGroup(door);
  const ordinal = sessionOf(group, eveningOf(now));
  const frame = eveningFrame(visit, assets);

  const body =
    ordinal === null
      ? html`<p>${words.notYet(showDay(group.sessions[0]!, language))}</p>`
      : html`${heldForm(frame, group, ordinal)} ${peopleForms(frame, await peopleOf(visit, group, ordinal))}`;

  const day = ordinal === null ? undefined : group.sessions[ordinal - 1]!;
  sendEvening(visit.response, frame, {
    title: group.name,
    content: html`<h1>${group.name}</h1>
      ${day !== undefined && html`<p>${words.session(ordinal!, group.sessions.length, showDay(day, language))}</p>`} ${body}
      <p class="aside">${words.until(untilWhen(visit))}</p>`,
  });
}

/** When this evening ends, in words; the trial's own time, which a demonstration may have moved. */
function untilWhen({ now, language }: OwnEvening): string {
  const end = endOfEvening(eveningOf(now));
  const instant = showInstant(end, language);
  return instant.replace(`${showDate(end, language)}${language === 'da' ? ' ' : ', '}`, '');
}

async function peopleOf({ door, session }: OwnEvening, group: OpenedGroup, ordinal: number): Promise<Present[]> {
  const current = group.placements.filter(({ leftOn }) => leftOn === null).map(({ participant }) => participant);
  const names = await namesInGroup(door, group.site, current);
  const people = current.filter((participant) => names.has(participant));
  const firsts = firstNames(people.map((participant) => names.get(participant)!));
  return people
    .map((participant, index) => ({
      key: keyOf(session, participant),
      name: firsts[index]!,
      presence: group.attendance.find((one) => one.participant === participant && one.ordinal === ordinal)?.presence,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'da'));
}

function peopleForms(frame: EveningFrame, people: readonly Present[]): Html {
  const { words } = frame;
  if (people.length === 0)
    return html`<h2>${words.people}</h2>
      <p>${words.nobody}</p>`;
  return html`<h2>${words.people}</h2>
    <p class="aside">${words.hint}</p>
    ${people.map(
      ({ key, name, presence }, index) =>
        html`<form class="person" id="p${index + 1}" method="post" action="/evening/attendance" aria-labelledby="n${index + 1}">
          ${eveningToken(frame)}<input type="hidden" name="person" value="${key}" />
          <input type="hidden" name="place" value="${index + 1}" />
          <h3 id="n${index + 1}">${name}</h3>
          <p class="said">${presence === undefined ? words.notNoted : html`✓ ${words.noted(words.presence[presence])}`}</p>
          <div class="taps">
            ${PRESENCES.map(
              (one) =>
                html`<button class="tap" name="presence" value="${one}" aria-pressed="${one === presence ? 'true' : 'false'}">
                  ${words.presence[one]}
                </button>`,
            )}
          </div>
        </form>`,
    )}`;
}

function heldForm(frame: EveningFrame, group: OpenedGroup, ordinal: number): Html {
  const { words, language } = frame;
  const known = group.recorded.find((one) => one.ordinal === ordinal);
  const themes = group.component.themes ?? [];
  const chosen = known?.theme ?? (ordinal <= themes.length ? ordinal : null);
  const said = known && (known.held ? words.held.wasHeld : words.held.wasNot);
  const theme: Content = chosen !== null && html`<p>${words.theme(inLanguage(themes[chosen - 1]!, language))}</p>`;
  return html`<form id="session" method="post" action="/evening/session">
    ${eveningToken(frame)}${theme} ${said !== undefined && html`<p class="said">✓ ${said}</p>`}
    <div class="taps">
      <button class="tap" name="held" value="yes" aria-pressed="${known?.held === true ? 'true' : 'false'}">
        ${words.held.yes}
      </button>
      <button class="tap" name="held" value="no" aria-pressed="${known?.held === false ? 'true' : 'false'}">
        ${words.held.no}
      </button>
    </div>
    <details>
      <summary>${words.held.more}</summary>
      ${
        themes.length > 0 &&
        html`<p>
          <label for="theme">${words.held.theme}</label>
          <select id="theme" name="theme">
            ${themes.map(
              (one, index) =>
                html`<option value="${index + 1}" ${index + 1 === chosen && html`selected`}>
                  ${inLanguage(one, language)}
                </option>`,
            )}
          </select>
        </p>`
      }
      <fieldset>
        <legend>${words.held.fidelity}</legend>
        ${FIDELITIES.map(
          (one) =>
            html`<label class="option"
              ><input
                type="radio"
                name="fidelity"
                value="${one}"
                ${known?.fidelity === one && html`checked`}
              />${words.fidelity[one]}</label
            >`,
        )}
      </fieldset>
    </details>
  </form>`;
}

/** One tap. The place goes back into the address, so that a thumb stays where it was. */
export async function tapAttendance(visit: OwnEvening, form: Form): Promise<string> {
  const { door, session, now } = visit;
  const group = await openGroup(door);
  const ordinal = sessionOf(group, eveningOf(now));
  const person = group.placements.find(({ participant }) => keyOf(session, participant) === form('person'));
  const presence = PRESENCES.find((one) => one === form('presence'));
  if (!presence) throw new Problem('not-understood', { field: 'presence' });
  if (!person) throw new Problem('not-in-group');
  if (ordinal === null) throw new Problem('session-not-yet');
  await markAttendance(door, { participant: person.participant, ordinal, presence });
  return /^\d{1,3}$/.test(form('place')) ? `/evening#p${form('place')}` : '/evening';
}

export async function tapSession(visit: OwnEvening, form: Form): Promise<string> {
  const { door, now } = visit;
  const group = await openGroup(door);
  const ordinal = sessionOf(group, eveningOf(now));
  if (ordinal === null) throw new Problem('session-not-yet');
  const held = form('held');
  if (held !== 'yes' && held !== 'no') throw new Problem('not-understood', { field: 'held' });
  const theme = /^[1-9]\d{0,2}$/.test(form('theme')) ? Number(form('theme')) : null;
  const fidelity = FIDELITIES.find((one) => one === form('fidelity')) ?? null;
  await markSession(door, { ordinal, held: held === 'yes', heldOn: group.sessions[ordinal - 1]!, theme, fidelity });
  return '/evening';
}
