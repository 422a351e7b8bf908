import type { DocsWords } from './words';

/** One line of a table: a field by its way from the top (`grants[].role`), what it is in words, and whether it must be there. */
export interface Row {
  name: string;
  kind: string;
  needed: boolean;
}

/** The parts of JSON Schema that the contract uses. */
export interface Shape {
  type?: string;
  const?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Shape>;
  patternProperties?: Record<string, Shape>;
  required?: string[];
  items?: Shape | Shape[];
  anyOf?: Shape[];
}

/** The fields of a schema as lines of a table, the deeper ones under those that hold them. */
export function rowsOf(shape: Shape, words: DocsWords, name = '', needed = true): Row[] {
  const own = name === '' ? [] : [{ name, kind: kindOf(shape, words), needed }];
  return [...own, ...inside(shape, words, name)];
}

function inside(shape: Shape, words: DocsWords, name: string): Row[] {
  const { properties = {}, patternProperties = {}, required = [], items, anyOf } = shape;
  if (anyOf) {
    const shapes = anyOf.filter((one) => one.type !== 'null' && one.const === undefined);
    return shapes.flatMap((one, index) => inside(one, words, shapes.length > 1 ? `${name}(${index + 1})` : name));
  }
  const below = (key: string): string => (name === '' ? key : `${name}.${key}`);
  return [
    ...Object.entries(properties).flatMap(([key, of]) => rowsOf(of, words, below(key), required.includes(key))),
    ...Object.values(patternProperties).flatMap((of) => rowsOf(of, words, below('*'), false)),
    ...(items === undefined ? [] : [items].flat().flatMap((of) => inside(of, words, `${name}[]`))),
  ];
}

/** What a value is, in words. */
export function kindOf(shape: Shape, words: DocsWords): string {
  const { kinds } = words;
  if (shape.anyOf) return kindOfUnion(shape.anyOf, words);
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  switch (shape.type) {
    case 'string':
      return [
        kinds.text,
        ...limits(shape.minLength, shape.maxLength, words, ` ${words.characters}`),
        ...formOf(shape, words),
      ].join(', ');
    case 'integer':
      return [kinds.whole, ...limits(shape.minimum, shape.maximum, words)].join(', ');
    case 'number':
      return [kinds.number, ...limits(shape.minimum, shape.maximum, words)].join(', ');
    case 'boolean':
      return kinds.yesNo;
    case 'null':
      return kinds.none;
    case 'array': {
      const members = [shape.items ?? []].flat();
      return members.length === 0
        ? kinds.list
        : `${kinds.list}: ${[...new Set(members.map((one) => kindOf(one, words)))].join(' · ')}`;
    }
    case 'object':
      return kinds.object;
    default:
      return kinds.anything;
  }
}

function kindOfUnion(members: readonly Shape[], words: DocsWords): string {
  const some = members.filter(({ type }) => type !== 'null');
  const orNone = some.length < members.length ? `, ${words.orNone}` : '';
  if (some.length === 1) return kindOf(some[0]!, words) + orNone;
  if (some.every((one) => one.type === 'object')) return words.shapes(some.length) + orNone;
  return `${words.oneOf} ${some.map((one) => kindOf(one, words)).join(' · ')}${orNone}`;
}

function limits(lowest: number | undefined, highest: number | undefined, words: DocsWords, unit = ''): string[] {
  const ends = [
    lowest === undefined ? '' : `${words.from} ${lowest}`,
    highest === undefined ? '' : `${words.to} ${highest}`,
  ].filter((end) => end !== '');
  return ends.length === 0 ? [] : [ends.join(' ') + unit];
}

const formOf = ({ pattern }: Shape, words: DocsWords): string[] =>
  pattern === undefined || pattern === '\\S' ? [] : [`${words.pattern} ${pattern}`];
