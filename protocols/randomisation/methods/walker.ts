import { share, type Random } from '../characteristics/random';
import { drawPart, probabilitiesOf, type Branch, type Law } from './law';

/** A state of a law, found when it is first needed and kept: walking on is then a look-up. */
export interface Node<T> {
  chances: readonly number[];
  /** Where each arm leads; null until somebody went there. */
  to: (Ways<T> | null)[];
  state: unknown;
  /** What the walker was asked to tell of the state. */
  told: T;
}
interface Ways<T> {
  nodes: Node<T>[];
  /** Cumulated chances of all but the last; empty where there is one way. */
  upTo: number[];
}

/** A law as a graph that grows where it is walked: for simulation and for the re-randomisation test. */
export class Walker<T = undefined> {
  private readonly known = new Map<string | number, Node<T>>();
  private readonly begin: Ways<T>;

  /** @param tell what is worked out once for each state, beside its chances */
  constructor(
    private readonly law: Law<unknown>,
    private readonly tell: (state: unknown, chances: readonly number[]) => T = () => undefined as T,
  ) {
    this.begin = this.waysOf(law.start);
  }

  start(random: Random): Node<T> {
    return pick(this.begin, random);
  }

  /** The place of the arm drawn in this state. */
  draw({ chances }: Node<T>, random: Random): number {
    if (chances.length === 2) return share(random) < chances[0]! ? 0 : 1;
    return drawPart(chances, share(random));
  }

  next(node: Node<T>, arm: number, random: Random): Node<T> {
    return pick((node.to[arm] ??= this.waysOf(this.law.next(node.state, arm))), random);
  }

  private waysOf(branches: readonly Branch<unknown>[]): Ways<T> {
    let sum = 0;
    const upTo = branches.slice(0, -1).map((branch) => (sum += branch.share));
    return { nodes: branches.map(({ state }) => this.nodeOf(state)), upTo };
  }

  private nodeOf(state: unknown): Node<T> {
    const key = this.law.key(state);
    const found = this.known.get(key);
    if (found) return found;
    const chances = probabilitiesOf(this.law.weights(state));
    const node: Node<T> = { chances, to: chances.map(() => null), state, told: this.tell(state, chances) };
    this.known.set(key, node);
    return node;
  }
}

function pick<T>({ nodes, upTo }: Ways<T>, random: Random): Node<T> {
  if (upTo.length === 0) return nodes[0]!;
  const at = share(random);
  let way = 0;
  while (way < upTo.length && at >= upTo[way]!) way += 1;
  return nodes[way]!;
}
