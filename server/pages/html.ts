/** Markup that may stand in a page as it is. Only `html` makes it, so that nothing a person wrote can pass for it. */
class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

export type { Html };

type Piece = Html | string | number | null | undefined | false;
export type Content = Piece | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

function spell(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Html) return content.toString();
  return Array.isArray(content) ? content.map(spell).join('') : escape(String(content));
}

/**
 * Markup with values in it. A text or number is escaped, markup made here is not, a list is joined, and null, undefined and false
 * give nothing.
 * @throws TypeError where a value stands in an attribute without quotation marks: there escaping would not protect.
 */
export function html(literals: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(
    literals.reduce((markup, literal, index) => {
      if (index < values.length && /=\s*$/.test(literal))
        throw new TypeError(`an attribute's value needs quotation marks after: ${literal.slice(-40)}`);
      return markup + literal + spell(values[index]);
    }, ''),
  );
}
