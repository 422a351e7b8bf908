import { isReflected, mayBeDrawn, maySign, stepOf, type Step } from '#protocols/rules/journey';
import type { Way } from '#protocols/model/way';
import { ALL_STEPS, ALLOCATION, BASELINE, COHORT, on, peerRollout, step, wayOf } from './way-of';

const protocol = peerRollout();
const NOW = on('2026-11-05');
const upTo = (n: number, change: Partial<Way> = {}): Way => wayOf({ milestones: ALL_STEPS.slice(0, n), ...change });

describe('where a participant is', () => {
  it.each<[Step, Way]>([
    ['information', upTo(0)],
    ['reading', upTo(1)],
    ['comprehension', upTo(2)],
    ['signing', upTo(3)],
    ['countersigning', upTo(4)],
    ['screening', upTo(5)],
    ['baseline', upTo(6)],
    ['cohort', upTo(6, { submissions: [BASELINE] })],
    ['allocation', upTo(6, { submissions: [BASELINE], cohort: COHORT })],
    ['follow-up', upTo(6, { submissions: [BASELINE], cohort: COHORT, allocation: ALLOCATION })],
    ['ended', upTo(6, { milestones: [...ALL_STEPS, step('participation-changed', '2026-11-04', { change: 'no-more-data' })] })],
    ['not-eligible', upTo(6, { milestones: [...ALL_STEPS.slice(0, 5), step('screened', '2026-11-03', { eligible: false })] })],
  ])('is at the step %s', (expected, way) => {
    expect(stepOf(way, protocol, NOW)).toBe(expected);
  });

  it('goes back to reading when the text is renewed before both have signed', () => {
    const renewed = peerRollout();
    renewed.consent.versions.push({ ...renewed.consent.versions[0]!, version: '2026-12-01' });
    expect(stepOf(upTo(4), renewed, NOW)).toBe('reading');
    expect(stepOf(upTo(5), renewed, NOW)).toBe('screening');
  });
});

describe('who may sign', () => {
  const text = protocol.consent.versions[0]!.version;
  const sign = (way: Way, now = on('2026-11-03'), wish = false, version = text) => maySign(way, protocol, version, wish, now);

  it('refuses before the oral information, the reading, the questions, and for an older text', () => {
    expect(sign(upTo(0))).toBe('not-informed');
    expect(sign(upTo(1))).toBe('information-not-read');
    expect(sign(upTo(2))).toBe('not-understood-yet');
    expect(sign(upTo(3), on('2026-11-03'), false, 'older')).toBe('outdated-text');
    expect(sign(upTo(3))).toBeNull();
  });

  it('gives time to think, to the second, unless the person wishes otherwise', () => {
    const soon = on('2026-11-02', '10:59:59.999');
    expect(isReflected(upTo(3), protocol, soon)).toBe(false);
    expect(sign(upTo(3), soon)).toBe('reflection-time');
    expect(sign(upTo(3), soon, true)).toBeNull();
    expect(sign(upTo(3), on('2026-11-02', '11:00:00.000'))).toBeNull();
  });
});

describe('who may be drawn', () => {
  it('names the first thing missing, in the order of the way', () => {
    const ready: Partial<Way> = { submissions: [BASELINE], cohort: COHORT };
    expect(mayBeDrawn(upTo(4, ready), protocol, NOW)).toBe('consent-missing');
    expect(mayBeDrawn(upTo(5, ready), protocol, NOW)).toBe('not-screened');
    expect(mayBeDrawn(upTo(6, { cohort: COHORT }), protocol, NOW)).toBe('baseline-missing');
    expect(mayBeDrawn(upTo(6, ready), protocol, on('2026-11-20'))).toBe('baseline-old');
    expect(mayBeDrawn(upTo(6, { submissions: [BASELINE] }), protocol, NOW)).toBe('cohort-missing');
    expect(mayBeDrawn(upTo(6, { ...ready, allocation: ALLOCATION }), protocol, NOW)).toBe('already-allocated');
    expect(mayBeDrawn(upTo(6, ready), protocol, NOW)).toBeNull();
  });

  it('draws nobody whose screening was erased', () => {
    const erased = wayOf({
      milestones: [...ALL_STEPS.slice(0, 5), step('screened', '2026-11-03', { erased: true })],
      submissions: [BASELINE],
      cohort: COHORT,
    });
    expect(mayBeDrawn(erased, protocol, NOW)).toBe('not-eligible');
  });
});
