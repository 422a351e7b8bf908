import type { Protocol } from '../../model/protocol';
import { instrumentOf } from '../../instruments/registry';
import { codesOf } from '../score';
import { error, warning, type Finding } from './finding';

/** Whether answers that call for help reach somebody, letters stay within bounds, and a release has a measure. */
export function findCareFaults(protocol: Protocol): Finding[] {
  return [...findAlerts(protocol), ...findLetters(protocol), ...findDisclosure(protocol)];
}

function findAlerts({ waves, safety }: Protocol): Finding[] {
  const alerts = safety.alerts ?? [];
  const unread = waves.flatMap(({ instruments }, w) =>
    instruments.flatMap((id, n) => {
      const items = (instrumentOf(id)?.alerts ?? []).filter(
        ({ item }) => !alerts.some((alert) => alert.instrument === id && alert.item === item),
      );
      if (items.length === 0) return [];
      const which = items.map(({ item }) => item).join(', ');
      return [
        error(
          `/waves/${w}/instruments/${n}`,
          'alert-unread',
          `"${id}" spørger i punkt ${which} om noget, nogen skal handle på. Tilføj en alarm under "safety", eller vælg et skema uden${id === 'phq-9' ? ', fx "phq-8"' : ''}.`,
          `"${id}" asks, in item ${which}, something that somebody must act upon. Add an alert under "safety", or choose an instrument without it${id === 'phq-9' ? ', such as "phq-8"' : ''}.`,
        ),
      ];
    }),
  );
  const idle = alerts.flatMap(({ instrument, item, atLeast }, n) => {
    const known = instrumentOf(instrument);
    const asked = known?.items.find(({ id }) => id === item);
    const codes = known && asked ? codesOf(known, asked) : [];
    if (known && !waves.some(({ instruments }) => instruments.includes(instrument))) {
      return [
        warning(
          `/safety/alerts/${n}`,
          'alert-never-asked',
          `Ingen runde spørger om "${instrument}", så alarmen lyder aldrig. Slet den, eller tilføj skemaet.`,
          `No wave asks "${instrument}", so the alert never sounds. Delete it, or add the instrument.`,
        ),
      ];
    }
    if (codes.length === 0 || codes.some((code) => code >= atLeast)) return [];
    return [
      error(
        `/safety/alerts/${n}/atLeast`,
        'alert-never-sounds',
        `Intet svar er ${atLeast} eller højere, så alarmen lyder aldrig. Højst ${Math.max(...codes)}.`,
        `No answer is ${atLeast} or higher, so the alert never sounds. At most ${Math.max(...codes)}.`,
      ),
    ];
  });
  const unanswered =
    alerts.length > 0 && safety.respondWithinHours === undefined
      ? [
          error(
            '/safety',
            'alert-without-deadline',
            'Der er alarmer, men ingen frist for at handle på dem. Tilføj "respondWithinHours".',
            'There are alerts but no time within which somebody acts on them. Add "respondWithinHours".',
          ),
        ]
      : [];
  return [...unread, ...idle, ...unanswered];
}

function findLetters({ letters, waves }: Protocol): Finding[] {
  if (!letters) return [];
  const { quietHours, maximumContacts } = letters;
  const tooMany = waves.flatMap(({ reminders = [] }, n) =>
    1 + reminders.length > maximumContacts
      ? [
          error(
            `/waves/${n}/reminders`,
            'reminders-above-maximum',
            `Invitationen og ${reminders.length} påmindelser er flere end de ${maximumContacts} breve, "letters" tillader. Slet en påmindelse, eller hæv tallet.`,
            `The invitation and ${reminders.length} reminders exceed the ${maximumContacts} letters that "letters" allows. Delete a reminder, or raise the number.`,
          ),
        ]
      : [],
  );
  if (quietHours.from > quietHours.until) return tooMany;
  return [
    ...tooMany,
    error(
      '/letters/quietHours',
      'quiet-hours-all-day',
      `Fra kl. ${quietHours.from} til ${quietHours.until} er ikke en nat: "from" er om aftenen og "until" om morgenen.`,
      `From ${quietHours.from} to ${quietHours.until} is not a night: "from" is in the evening and "until" in the morning.`,
    ),
  ];
}

function findDisclosure({ disclosure, sites }: Protocol): Finding[] {
  if (!disclosure) return [];
  const isOpen = disclosure.profile === 'public';
  if (isOpen && disclosure.k < 5) {
    return [
      error(
        '/disclosure/k',
        'public-k-low',
        `En offentlig udgivelse skal have k på mindst 5; her er den ${disclosure.k}. Hæv den, eller vælg "controlled".`,
        `A public release needs k of at least 5; here it is ${disclosure.k}. Raise it, or choose "controlled".`,
      ),
    ];
  }
  if (disclosure.l !== undefined && disclosure.l > disclosure.k) {
    return [
      error(
        '/disclosure/l',
        'l-above-k',
        `En gruppe på ${disclosure.k} kan ikke have ${disclosure.l} forskellige svar. Sæt l til højst ${disclosure.k}.`,
        `A group of ${disclosure.k} cannot hold ${disclosure.l} different answers. Set l to at most ${disclosure.k}.`,
      ),
    ];
  }
  return isOpen && sites.length > 1 && disclosure.smallCells === undefined
    ? [
        warning(
          '/disclosure',
          'small-cells-unstated',
          'Der står ikke, hvor små tal der må trykkes. Tilføj "smallCells", fx 5.',
          'It is not stated how small counts may be printed. Add "smallCells", such as 5.',
        ),
      ]
    : [];
}
