import { INCOMPATIBLE, Role } from '#protocols/model/role';
import { clashOf, isInForce, isLastAdministrator, overlap } from '#protocols/rules/grants';

const always = { from: null, until: null };

describe('a dated grant', () => {
  it.each([
    ['2026-12-01', '2026-12-31', '2026-11-30T22:59:59.999Z', false],
    ['2026-12-01', '2026-12-31', '2026-11-30T23:00:00.000Z', true],
    ['2026-12-01', '2026-12-31', '2026-12-31T22:59:59.999Z', true],
    ['2026-12-01', '2026-12-31', '2026-12-31T23:00:00.000Z', false],
    [null, '2026-12-31', '1999-01-01T00:00:00.000Z', true],
    ['2026-12-01', null, '2999-01-01T00:00:00.000Z', true],
    [null, null, '2026-12-01T00:00:00.000Z', true],
  ])('from %s until %s is, at %s, in force: %s', (from, until, now, expected) => {
    expect(isInForce({ from, until }, new Date(now))).toBe(expected);
  });

  it.each([
    [{ from: '2026-01-01', until: '2026-01-31' }, { from: '2026-01-31', until: null }, true],
    [{ from: '2026-01-01', until: '2026-01-31' }, { from: '2026-02-01', until: null }, false],
    [{ from: null, until: '2026-01-31' }, { from: null, until: '2025-01-01' }, true],
    [always, { from: '2026-01-01', until: '2026-01-01' }, true],
  ])('%j meets %j: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });
});

describe('roles that must not meet in one person', () => {
  it('clash in whichever order they are given, with the reason in both languages, and only on the days they share', () => {
    for (const { roles, because } of INCOMPATIBLE) {
      for (const [held, wish] of [roles, [roles[1], roles[0]] as const]) {
        expect(clashOf([{ role: held, ...always }], { role: wish, ...always })?.because).toBe(because);
        const past = { role: held, from: null, until: '2026-01-31' };
        expect(clashOf([past], { role: wish, from: '2026-02-01', until: null })).toBeNull();
      }
      expect(because.da).not.toBe('');
      expect(because.en).not.toBe('');
    }
  });

  it('are named once each, and never a role with itself', () => {
    const pairs = INCOMPATIBLE.map(({ roles }) => [...roles].sort().join('+'));
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(INCOMPATIBLE.filter(({ roles: [a, b] }) => a === b)).toEqual([]);
  });

  it('leave every role beside at least itself, a second grant of the same role at another site', () => {
    for (const { const: role } of Role.anyOf) expect(clashOf([{ role, ...always }], { role, ...always })).toBeNull();
  });
});

describe('the last administrator', () => {
  const now = new Date('2026-12-01T12:00:00Z');
  const whole = { grant: 'a', staff: 'anna', site: null, ...always };
  const local = { grant: 'b', staff: 'bo', site: 'aalborg', ...always };
  const both = new Set(['anna', 'bo', 'carl']);

  it.each([
    ['alone', [whole], [whole], both, true],
    ['beside one of a single site, for the whole', [whole, local], [whole], both, true],
    ['of a single site, beside one of the whole', [whole, local], [local], both, false],
    ['beside another', [whole, { ...whole, grant: 'c', staff: 'carl' }], [whole], both, false],
    ['beside another who cannot come in', [whole, { ...whole, grant: 'c', staff: 'carl' }], [whole], new Set(['anna']), true],
    ['beside another from tomorrow', [whole, { ...whole, grant: 'c', staff: 'carl', from: '2026-12-02' }], [whole], both, true],
    ['beside another until today', [whole, { ...whole, grant: 'c', staff: 'carl', until: '2026-12-01' }], [whole], both, false],
    ['beside another, leaving together', [whole, local], [whole, local], both, true],
    ['already without a way in', [whole], [whole], new Set<string>(), false],
    ['whose days are over', [{ ...whole, until: '2026-11-30' }], [{ ...whole, until: '2026-11-30' }], both, false],
  ])('%s', (_, held, leaving, able, expected) => {
    expect(isLastAdministrator(held, leaving, able, now)).toBe(expected);
  });
});
