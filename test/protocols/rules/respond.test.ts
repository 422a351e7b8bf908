import fc from 'fast-check';
import { instrumentOf } from '#protocols/instruments/registry';
import { assess } from '#protocols/rules/eligibility';
import { checkAnswer, questionsOf, unanswered } from '#protocols/rules/respond';
import { peerRollout } from './way-of';

const protocol = peerRollout();
const wave = protocol.waves[0]!;

describe('the questions of a wave', () => {
  it('come in the protocol’s order, each item once, in either language', () => {
    for (const language of ['da', 'en'] as const) {
      const questions = questionsOf(wave, language);
      expect(questions.map(({ instrument }) => instrument.id).filter((id, at, all) => all.indexOf(id) === at)).toEqual(
        wave.instruments,
      );
      expect(new Set(questions.map(({ instrument, item }) => `${instrument.id}/${item}`)).size).toBe(23);
    }
  });

  it('are left until each has an answer, of its own instrument', () => {
    const questions = questionsOf(wave, 'da');
    expect(unanswered(questions, [])).toHaveLength(23);
    expect(
      unanswered(questions, [{ instrument: 'who-5', item: '1' }]).some(
        ({ instrument, item }) => instrument.id === 'qpr-15' && item === '1',
      ),
    ).toBe(true);
    expect(
      unanswered(
        questions,
        questions.map(({ instrument, item }) => ({ instrument: instrument.id, item })),
      ),
    ).toEqual([]);
  });

  it('refuse a wave that names an unknown instrument', () => {
    expect(() => questionsOf({ ...wave, instruments: ['nothing'] }, 'da')).toThrow(/unknown instrument/);
  });
});

describe('an answer', () => {
  const who5 = instrumentOf('who-5')!;
  it('is a code of the scale or a stated blank, never both, never neither', () => {
    expect(checkAnswer(who5, '1', { code: 5, blank: null })).toBe(true);
    expect(checkAnswer(who5, '1', { code: null, blank: 'declined' })).toBe(true);
    expect(checkAnswer(who5, '1', { code: null, blank: null })).toBe(false);
    expect(checkAnswer(who5, '1', { code: 5, blank: 'declined' })).toBe(false);
    expect(checkAnswer(who5, '9', { code: 5, blank: null })).toBe(false);
    fc.assert(fc.property(fc.integer(), (code) => checkAnswer(who5, '1', { code, blank: null }) === (code >= 0 && code <= 5)));
  });
});

describe('an answer of another kind', () => {
  it('is a whole number in its range', () => {
    const eq5d = instrumentOf('eq-5d-5l')!;
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -5, max: 105 }), fc.double()), (code) => {
        expect(checkAnswer(eq5d, 'vas', { code, blank: null })).toBe(Number.isInteger(code) && code >= 0 && code <= 100);
      }),
    );
  });

  it('may be that it does not concern the person, where the instrument allows it', () => {
    const wsas = instrumentOf('wsas')!;
    expect(checkAnswer(wsas, '1', { code: null, blank: 'not-applicable' })).toBe(true);
    expect(checkAnswer(wsas, '1', { code: 0, blank: 'not-applicable' })).toBe(false);
    expect(checkAnswer(wsas, '2', { code: null, blank: 'not-applicable' })).toBe(false);
    expect(checkAnswer(wsas, '2', { code: null, blank: 'declined' })).toBe(true);
  });
});

describe('eligibility', () => {
  const answers = { age: 18, 'everyday-hard': true };
  it('holds at the edge and not one below, and assumes nothing', () => {
    expect(assess(protocol.eligibility, answers)).toEqual({ eligible: true, unmet: [] });
    expect(assess(protocol.eligibility, { ...answers, age: 17 })).toEqual({ eligible: false, unmet: ['adult'] });
    expect(assess(protocol.eligibility, { ...answers, age: Number.NaN }).unmet).toEqual(['adult']);
    expect(assess(protocol.eligibility, {})).toEqual({ eligible: false, unmet: ['adult', 'wishes-support'] });
    expect(assess(protocol.eligibility, { age: true, 'everyday-hard': 1 }).unmet).toEqual(['adult', 'wishes-support']);
  });
});
