import type { Language } from '#protocols/model/text';

/** How dates and numbers read: Danish time everywhere, each language's own habits. The minus sign is a real one. */
const ZONE = 'Europe/Copenhagen';
const LOCALE: Record<Language, string> = { da: 'da-DK', en: 'en-GB' };

const longDay: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };

/** The date and time of an instant: "21. november 2026 kl. 10.42", "21 November 2026, 10:42". */
export function showInstant(instant: string, language: Language): string {
  const date = new Date(instant);
  return `${showDate(date, language, ZONE)}${language === 'da' ? ' kl. ' : ', '}${showTime(instant, language)}`;
}

/** The time of day of an instant: "10.42", "10:42". */
export function showTime(instant: string, language: Language): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: ZONE }).format(
    new Date(instant),
  );
  return language === 'da' ? time.replace(':', '.') : time;
}

/** The date in Denmark at an instant. */
export function showDayOf(instant: string, language: Language): string {
  return showDate(new Date(instant), language, ZONE);
}

/** A calendar date (yyyy-mm-dd), which has no time zone. */
export function showDay(day: string, language: Language): string {
  return showDate(new Date(`${day}T12:00:00Z`), language, 'UTC');
}

function showDate(date: Date, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE[language], { ...longDay, timeZone }).format(date);
}

/** A number with a fixed count of decimals: "37,3" and "37.3". */
export function showNumber(number: number, language: Language, decimals = 0): string {
  const shown = new Intl.NumberFormat(LOCALE[language], {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(number);
  // A hyphen is too short beside digits, and "-0" says a sign that is not there.
  return /^-[0.,]*$/.test(shown) ? shown.slice(1) : shown.replace('-', '−');
}

/** A p-value as readers expect it: three decimals, never "0.000". */
export function showP(p: number, language: Language): string {
  return p < 0.001 ? `< ${showNumber(0.001, language, 3)}` : showNumber(p, language, 3);
}

/** A share of a whole in whole per cent; nought of nought is nought. */
export function showShare(part: number, whole: number, language: Language): string {
  const percent = whole === 0 ? 0 : Math.round((100 * part) / whole);
  return language === 'da' ? `${percent} %` : `${percent}%`;
}

/** A participant's code in groups of three: "P7K-3QX-4", also where it came without hyphens. */
export function showCode(code: string): string {
  const symbols = code.replace(/-/g, '');
  return `${symbols.slice(0, 3)}-${symbols.slice(3, 6)}-${symbols.slice(6)}`;
}
