import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Protocol } from '#protocols/model/protocol';
import { asInForce, findVersionFaults } from '#protocols/rules/versions';

const file = join(__dirname, '..', '..', '..', 'protocols', 'trials', 'peer-rollout', '1.0.0.json');
const first = JSON.parse(readFileSync(file, 'utf8')) as Protocol;
const text = { da: 'En tredje mulighed', en: 'A third offer' };

function next(change: (protocol: Protocol) => void): Protocol {
  const protocol = structuredClone(first);
  protocol.version = '1.1.0';
  change(protocol);
  return protocol;
}
const faults = (change: (protocol: Protocol) => void) =>
  findVersionFaults([first], next(change), ['aalborg']).map(({ code }) => code);
const withThird = (protocol: Protocol) => void protocol.arms.push({ id: 'third', ratio: 1, name: text, announcement: text });

describe('an arm added to a trial that is open', () => {
  it('stands behind the others and begins a lottery of its own', () => {
    expect(faults(withThird)).toEqual(['scheme-id-used']);
    const fresh = (protocol: Protocol) => {
      withThird(protocol);
      protocol.randomisation!.id = 'with-three';
    };
    expect(faults(fresh)).toEqual([]);
    // Whoever came by an earlier version may be drawn for it, since the lottery follows what is in force.
    expect(asInForce(first, next(fresh)).arms.map(({ id }) => id)).toEqual([...first.arms.map(({ id }) => id), 'third']);
  });

  it('never takes the place of one there is', () => {
    expect(faults((protocol) => void protocol.arms.pop())).toContain('arms-changed');
    expect(faults((protocol) => void protocol.arms.reverse())).toContain('arms-changed');
    expect(faults((protocol) => void protocol.arms.unshift({ id: 'third', ratio: 1, name: text, announcement: text }))).toContain(
      'arms-changed',
    );
  });
});
