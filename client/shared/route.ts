import type { Endpoint } from '#contract/endpoint';

/** Where an endpoint lives. `E` carries the promise's types; nothing of the contract reaches the browser. */
export interface Route<E extends Endpoint> {
  id: string;
  method: Endpoint['method'];
  /** With `:name` for parameters, as the contract writes it. */
  path: string;
  /** Never set: it only ties the types to the route. */
  promise?: E;
}

/** Names an endpoint's place; a test holds every one against the contract. */
export function route<E extends Endpoint>(id: string, method: Endpoint['method'], path: string): Route<E> {
  return { id, method, path };
}

/** Puts parameters into a path and appends the query; parameters are escaped, absent query values left out. */
export function addressOf(
  path: string,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const filled = path.replace(/:([a-z]+)/g, (_whole, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`the path ${path} lacks ${name}`);
    return encodeURIComponent(value);
  });
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given).toString()}`;
}
