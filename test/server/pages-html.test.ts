import { html } from '#server/pages/html';
import { readingMinutes } from '#server/pages/reading-minutes';
import { paragraphs } from '#server/pages/paragraphs';
import { showDay, showInstant } from '#server/pages/dates';

const ATTACKS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='alert(1)' autofocus='",
  '</title></textarea></style><svg/onload=alert(1)>',
  '&lt;b&gt; & &amp;',
  '`${process.exit()}`',
  '<!-- --><![CDATA[',
];

describe('a page’s markup', () => {
  it.each(ATTACKS)('shows what a person wrote as text: %s', (attack) => {
    for (const page of [
      html`<p>${attack}</p>`,
      html`<p title="${attack}"></p>`,
      html`<p title="${attack}"></p>`,
      html`<p>${[attack, html`<b>${attack}</b>`]}</p>`,
    ]) {
      const inner = page.toString().replace(/^<p(?: title=(["']))?|(["'])?>?<\/p>$|<\/?b>/g, '');
      expect(inner.replace(/^>|>$|"$|'$/g, '')).not.toMatch(/[<>"']/);
    }
  });

  it('brings a text back whole when the browser reads it', () => {
    const shown = html`${ATTACKS.join(' ')}`.toString();
    const read = shown
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&');
    expect(read).toBe(ATTACKS.join(' '));
  });

  it('takes nothing that merely looks like markup for markup', () => {
    const forged = { toString: () => '<script>', markup: '<script>', map: () => ['<script>'] };
    expect(() => html`${forged as unknown as string}`.toString()).not.toThrow();
    expect(html`${forged as unknown as string}`.toString()).not.toMatch(/<script>/);
    expect(html`${JSON.parse('{"markup":"<i>"}') as string}`.toString()).not.toMatch(/<i>/);
  });

  it('joins lists, leaves out what is absent, and keeps nought', () => {
    expect(html`${null}${undefined}${false}${0}${[html`<i>a</i>`, 'b', [1]]}${''}`.toString()).toBe('0<i>a</i>b1');
  });

  it('refuses a value in an attribute without quotation marks, where escaping would not protect', () => {
    expect(() => html`<a href=${'x'}>y</a>`).toThrow(/quotation marks/);
    expect(() => html`<a href=${'x'}>y</a>`).toThrow(TypeError);
    expect(html`a =`.toString()).toBe('a =');
  });

  it('makes paragraphs of plain text and nothing else', () => {
    expect(paragraphs('one <b>\n\n two\nlines \n \n\n').toString()).toBe('<p>one &lt;b&gt;</p><p>two\nlines</p>');
  });
});

describe('dates', () => {
  it('read as people in Denmark live them, in each language’s habit', () => {
    expect(showInstant(new Date('2026-11-21T09:42:00Z'), 'da')).toBe('21. november 2026 kl. 10.42');
    expect(showInstant(new Date('2026-07-01T22:05:00Z'), 'en')).toBe('2 July 2026, 00:05');
    expect(showDay('2026-03-29', 'da')).toBe('29. marts 2026');
    expect(showDay('2026-10-25', 'en')).toBe('25 October 2026');
  });
});

it('promises at least two minutes of reading, and more for more', () => {
  expect(readingMinutes('one')).toBe(2);
  expect(readingMinutes(Array(400).fill('word').join(' '))).toBe(4);
});
