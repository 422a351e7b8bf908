import { probabilitiesOf, type Branch, type Law } from '../methods/law';
import { share, type Random } from '../characteristics/random';

/** A state of a law of two arms, found when it is first needed and kept: walking on is then a look-up. */
export interface Node {
  /** The chance of the first arm. */
  first: number;
  toFirst: Ways | null;
  toSecond: Ways | null;
  state: unknown;
}
interface Ways {
  nodes: Node[];
  /** Cumulated chances of all but the last; empty where there is one way. */
  upTo: number[];
}

/** A law of two arms as a graph that grows where it is walked. */
export class Walker {
  private readonly known = new Map<string | number, Node>();
  private readonly begin: Ways;

  constructor(private readonly law: Law<unknown>) {
    this.begin = this.waysOf(law.start);
  }

  start(random: Random): Node {
    return pick(this.begin, random);
  }

  next(node: Node, isFirst: boolean, random: Random): Node {
    return pick(
      isFirst
        ? (node.toFirst ??= this.waysOf(this.law.next(node.state, 0)))
        : (node.toSecond ??= this.waysOf(this.law.next(node.state, 1))),
      random,
    );
  }

  private waysOf(branches: readonly Branch<unknown>[]): Ways {
    let sum = 0;
    const upTo = branches.slice(0, -1).map((branch) => (sum += branch.share));
    return { nodes: branches.map(({ state }) => this.nodeOf(state)), upTo };
  }

  private nodeOf(state: unknown): Node {
    const key = this.law.key(state);
    const found = this.known.get(key);
    if (found) return found;
    const node: Node = { first: probabilitiesOf(this.law.weights(state))[0]!, toFirst: null, toSecond: null, state };
    this.known.set(key, node);
    return node;
  }
}

function pick({ nodes, upTo }: Ways, random: Random): Node {
  if (upTo.length === 0) return nodes[0]!;
  const at = share(random);
  let way = 0;
  while (way < upTo.length && at >= upTo[way]!) way += 1;
  return nodes[way]!;
}
