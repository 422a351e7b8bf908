import { showCode, showDay, showDayOf, showInstant, showNumber, showP, showShare, showTime } from '../../client/shared/format';
import { languageCookie, readLanguage, textIn } from '../../client/shared/language';

describe('dates are shown in Danish time', () => {
  test('in each language’s own habit', () => {
    expect(showInstant('2026-11-21T09:42:00.000Z', 'da')).toBe('21. november 2026 kl. 10.42');
    expect(showInstant('2026-11-21T09:42:00.000Z', 'en')).toBe('21 November 2026, 10:42');
  });

  test('also in the two hours of the night when the clock is set back', () => {
    expect(showTime('2026-10-25T00:30:00.000Z', 'da')).toBe('02.30');
    expect(showTime('2026-10-25T01:30:00.000Z', 'da')).toBe('02.30');
  });

  test('midnight is 00, and the day is the Danish one', () => {
    expect(showTime('2026-07-01T22:00:00.000Z', 'en')).toBe('00:00');
    expect(showDayOf('2026-07-01T22:00:00.000Z', 'en')).toBe('2 July 2026');
  });

  test('a calendar date stays what it is', () => {
    expect(showDay('2028-02-29', 'da')).toBe('29. februar 2028');
  });
});

describe('numbers', () => {
  test('have the decimals asked for and the language’s own mark', () => {
    expect(showNumber(37.26, 'da', 1)).toBe('37,3');
    expect(showNumber(37.26, 'en', 1)).toBe('37.3');
  });

  test('carry a real minus sign, and none where they round to nought', () => {
    expect(showNumber(-5.1, 'da', 1)).toBe('−5,1');
    expect(showNumber(-0.01, 'en', 1)).toBe('0.0');
  });

  test('a p-value is never shown as nought', () => {
    expect(showP(0.0004, 'da')).toBe('< 0,001');
    expect(showP(0.001, 'en')).toBe('0.001');
  });

  test('a share of nobody is nought per cent', () => {
    expect(showShare(0, 0, 'da')).toBe('0 %');
    expect(showShare(1, 3, 'en')).toBe('33%');
  });
});

test('a code is shown in groups of three, however it came', () => {
  expect(showCode('P7K3QX4')).toBe('P7K-3QX-4');
  expect(showCode('P7K-3QX-4')).toBe('P7K-3QX-4');
});

describe('the language of a page', () => {
  test('is the one chosen, before the browser’s wish', () => {
    expect(readLanguage('a=1; language=en', ['da-DK'])).toBe('en');
  });

  test('is the browser’s first that we speak, else Danish', () => {
    expect(readLanguage('', ['fr', 'en-GB', 'da'])).toBe('en');
    expect(readLanguage('language=fr', ['fr'])).toBe('da');
  });

  test('is kept so that it is read again', () => {
    expect(readLanguage(languageCookie('en').split(';')[0] ?? '', ['da'])).toBe('en');
  });

  test('a text that lacks a language is shown in Danish', () => {
    expect(textIn({ da: 'Hold' }, 'en')).toBe('Hold');
    expect(textIn({ da: 'Hold', en: 'Cohort' }, 'en')).toBe('Cohort');
  });
});
