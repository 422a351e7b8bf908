import type { Language } from '#protocols/model/text';

/** Dates and times as people in Denmark live them, each language in its own habit. */
const ZONE = 'Europe/Copenhagen';
const LOCALE: Record<Language, string> = { da: 'da-DK', en: 'en-GB' };

/** The date of an instant: "21. november 2026", "21 November 2026". */
export function showDate(instant: Date, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone: ZONE }).format(
    instant,
  );
}

/** Date and time: "21. november 2026 kl. 10.42", "21 November 2026, 10:42". */
export function showInstant(instant: Date, language: Language): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: ZONE }).format(
    instant,
  );
  const date = showDate(instant, language);
  return language === 'da' ? `${date} kl. ${time.replace(':', '.')}` : `${date}, ${time}`;
}

/** A calendar date (yyyy-mm-dd), which has no time zone. */
export function showDay(day: string, language: Language): string {
  return showDate(new Date(`${day}T12:00:00Z`), language);
}
