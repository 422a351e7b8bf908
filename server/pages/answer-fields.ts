import type { ResponseScale, Wording } from '#protocols/model/instrument';
import { scaleOf } from '#protocols/rules/score';
import type { AskedQuestion } from './gather';
import { html, type Content } from './html';
import type { Frame } from './layout';

/** Whether words stand at the two ends of the scale alone, in a line of their own. */
export const hasEnds = ({ kind }: ResponseScale): boolean => kind === 'rating' || kind === 'number';

/**
 * What a question is answered with: words to choose among, the numbers of a rating, or a number to type. Nothing is chosen or filled
 * in beforehand but what was answered in this same session.
 */
export function answerFields(asked: AskedQuestion, wording: Wording, { words }: Frame): Content {
  const { instrument, current, isAnswered, isOwn } = asked;
  const scale = scaleOf(instrument, asked.item);
  const item = instrument.items.find(({ id }) => id === asked.item)!;
  const texts = wording.codes[scale.id] ?? {};
  const option = (value: string, isCurrent: boolean, text: Content) =>
    html`<label class="option"
      ><input
        type="radio"
        name="choice"
        value="${value}"
        ${isOwn && isCurrent && html`checked`}
        ${!isAnswered && html`required`}
      /><span>${text}</span></label
    >`;
  const choices = (codes: readonly number[], textOf: (code: number) => Content) =>
    codes.map((code) => option(String(code), current?.code === code, textOf(code)));
  const elsewhere =
    item.notApplicable &&
    option('not-applicable', current?.blank === 'not-applicable', wording.notApplicable ?? words.wave.notApplicable);

  switch (scale.kind) {
    case 'number': {
      const [lowest, highest] = scale.range;
      return html`${ends(texts, lowest, highest)}<label for="number">${words.wave.number(lowest, highest)}</label
        ><input
          type="number"
          inputmode="numeric"
          id="number"
          name="choice"
          min="${lowest}"
          max="${highest}"
          step="1"
          autocomplete="off"
          aria-describedby="ends"
          value="${isOwn && current ? (current.code ?? '') : ''}"
          ${!isAnswered && html`required`}
        />`;
    }
    case 'rating':
      return html`${ends(texts, ...scale.codes.filter((code) => String(code) in texts))}
        <div class="rating">${choices(scale.codes, String)}</div>
        ${elsewhere}`;
    case 'agreement':
    case 'frequency':
    case 'degree':
    case 'yes-no':
      return html`${choices(scale.codes, (code) => texts[String(code)])}${elsewhere}`;
  }
}

/** What the numbers mean: two ends side by side, more of them in a list. */
function ends(texts: Readonly<Record<string, string>>, ...codes: readonly number[]): Content {
  const words = codes.map((code) => html`<span>${code}: ${texts[String(code)]}</span>`);
  return html`<p class="ends${codes.length > 2 && ' many'}" id="ends">${words}</p>`;
}
