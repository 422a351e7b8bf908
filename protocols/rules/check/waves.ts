import type { Protocol, Wave } from '../../model/protocol';
import { daysOf } from '../calendar';
import { baselineOf } from '../waves';
import { error, warning, type Finding } from './finding';

/** Whether every wave asks something, at a time that comes for everybody, and reminds while there is time. */
export function findWaveFaults(protocol: Protocol): Finding[] {
  return [
    ...protocol.waves.flatMap((wave, n) => [
      ...findEmpty(wave, n),
      ...findWindow(wave, n),
      ...findReminders(wave, n),
      ...findAnchor(protocol, wave, n),
    ]),
    ...findOverlaps(protocol.waves),
    ...findBaseline(protocol),
  ];
}

function findEmpty({ instruments }: Wave, n: number): Finding[] {
  if (instruments.length > 0) return [];
  return [
    error(
      `/waves/${n}/instruments`,
      'wave-asks-nothing',
      'Skemarunden spørger ikke om noget. Skriv mindst ét spørgeskema, eller slet runden.',
      'The wave asks nothing. Name at least one instrument, or delete the wave.',
    ),
  ];
}

function findWindow({ window, anchor, freshFor, before }: Wave, n: number): Finding[] {
  const [opens, closes] = [daysOf(window.opens), daysOf(window.closes)];
  const found: Finding[] = [];
  if (closes < opens) {
    found.push(
      error(
        `/waves/${n}/window`,
        'window-never-opens',
        `Vinduet lukker (${window.closes}), før det åbner (${window.opens}). Byt om på de to.`,
        `The window closes (${window.closes}) before it opens (${window.opens}). Swap the two.`,
      ),
    );
  }
  if (opens < 0 && (anchor === 'consent' || anchor === 'baseline' || anchor === 'randomisation')) {
    found.push(
      error(
        `/waves/${n}/window/opens`,
        'window-before-anchor',
        `Vinduet åbner før det, det regnes fra; ingen kender den dag på forhånd. Lad det åbne på "P0D" eller senere.`,
        `The window opens before what it is counted from, a day nobody knows beforehand. Let it open at "P0D" or later.`,
      ),
    );
  }
  if (freshFor !== undefined && before === undefined) {
    found.push(
      error(
        `/waves/${n}/freshFor`,
        'fresh-without-draw',
        'Kun et skema før lodtrækningen kan blive for gammelt. Slet "freshFor", eller tilføj "before".',
        'Only a wave before the draw can grow too old. Delete "freshFor", or add "before".',
      ),
    );
  } else if (freshFor !== undefined && daysOf(freshFor) <= 0) {
    found.push(
      error(
        `/waves/${n}/freshFor`,
        'fresh-for-nothing',
        'Et skema, der er for gammelt samme dag, kan aldrig bruges. Skriv mindst "P1D".',
        'A questionnaire that is too old on its own day can never be used. Write at least "P1D".',
      ),
    );
  } else if (freshFor !== undefined && daysOf(freshFor) > closes - opens) {
    found.push(
      warning(
        `/waves/${n}/freshFor`,
        'fresh-longer-than-window',
        `Svarene gælder i ${freshFor}, længere end vinduet er åbent, så de bliver aldrig for gamle i det. Gør den ene kortere.`,
        `Answers stay fresh for ${freshFor}, longer than the window is open, so they never grow old in it. Shorten one of them.`,
      ),
    );
  }
  return found;
}

function findReminders({ window, reminders = [], before }: Wave, n: number): Finding[] {
  const length = daysOf(window.closes) - daysOf(window.opens);
  const days = reminders.map(daysOf);
  return [
    ...days.flatMap((day, r) =>
      day > length
        ? [
            error(
              `/waves/${n}/reminders/${r}`,
              'reminder-after-window',
              `Påmindelsen ville komme ${day} dage efter åbningen, men vinduet er lukket efter ${length}. Flyt den frem, eller slet den.`,
              `The reminder would come ${day} days after the opening, but the window has closed after ${length}. Move it forward, or delete it.`,
            ),
          ]
        : day <= (days[r - 1] ?? 0)
          ? [
              error(
                `/waves/${n}/reminders/${r}`,
                'reminders-not-ascending',
                `Påmindelser skrives i den rækkefølge, de sendes, med mindst en dag imellem. Ret "${reminders[r]}".`,
                `Reminders are written in the order they are sent, at least a day apart. Correct "${reminders[r]}".`,
              ),
            ]
          : [],
    ),
    ...(before && reminders.length > 0
      ? [
          warning(
            `/waves/${n}/reminders`,
            'reminders-before-draw',
            'Før lodtrækningen sendes ingen påmindelser; kontaktpersonen følger op. Slet dem.',
            'No reminders are sent before the draw; the contact person follows up. Delete them.',
          ),
        ]
      : []),
  ];
}

function findAnchor({ delivery, arms, waves, design }: Protocol, wave: Wave, n: number): Finding[] {
  const { anchor } = wave;
  const at = `/waves/${n}/anchor`;
  if (wave.before && anchor !== 'consent') {
    return [
      error(
        at,
        'baseline-after-draw',
        `Et skema før lodtrækningen kan ikke vente på "${anchor}". Regn det fra "consent".`,
        `A wave before the draw cannot wait for "${anchor}". Count it from "consent".`,
      ),
    ];
  }
  if (anchor === 'baseline' && !waves.some(({ before }) => before)) {
    return [
      error(
        at,
        'anchor-without-baseline',
        'Intet skema skal afleveres før lodtrækningen, så "baseline" er ingen dag. Giv et skema "before", eller regn fra "consent".',
        'No wave is handed in before the draw, so "baseline" is no day. Give one "before", or count from "consent".',
      ),
    ];
  }
  if (!anchor.startsWith('delivery-')) return [];
  const own = delivery.find(({ id }) => id === anchor.slice(anchor.indexOf(':') + 1));
  if (!own) return [];
  if (design === 'follow-up' || arms.length < 2 || own.kind === 'group') return [];
  return [
    error(
      at,
      'anchor-lacks-in-arm',
      `"${own.id}" findes kun i armen "${own.arm}", og intet hold giver den en fælles dag. Regn fra "cohort-start" eller "cohort-end".`,
      `"${own.id}" exists in the arm "${own.arm}" only, and no cohort gives it a shared day. Count from "cohort-start" or "cohort-end".`,
    ),
  ];
}

/** Two windows counted from one day that are open at once: people would be asked the same twice. */
function findOverlaps(waves: readonly Wave[]): Finding[] {
  return waves.flatMap((wave, n) => {
    const earlier = waves
      .slice(0, n)
      .find(
        (other) =>
          dayOf(other) === dayOf(wave) &&
          other.instruments.some((id) => wave.instruments.includes(id)) &&
          daysOf(other.window.opens) <= daysOf(wave.window.closes) &&
          daysOf(wave.window.opens) <= daysOf(other.window.closes),
      );
    if (!earlier) return [];
    return [
      error(
        `/waves/${n}/window`,
        'windows-overlap',
        `Vinduet er åbent samtidig med "${earlier.id}", så de samme spørgsmål stilles to gange. Lad det ene lukke, før det andet åbner.`,
        `The window is open at the same time as "${earlier.id}", so the same questions are asked twice. Let one close before the other opens.`,
      ),
    ];
  });
}

const dayOf = ({ anchor }: Wave): string =>
  anchor.startsWith('delivery-start:') ? 'cohort-start' : anchor.startsWith('delivery-end:') ? 'cohort-end' : anchor;

function findBaseline(protocol: Protocol): Finding[] {
  const { waves, analysis, design } = protocol;
  const before = waves.flatMap((wave, n) => (wave.before ? [n] : []));
  if (before.length > 1) {
    return [
      error(
        `/waves/${before[1]}/before`,
        'baselines-several',
        'Der kan kun være ét skema før lodtrækningen. Saml dem i ét.',
        'There can be one wave before the draw only. Make them one.',
      ),
    ];
  }
  const adjusts = analysis.covariates.includes('baseline');
  if (design === 'follow-up' || before.length === 1) {
    const baseline = baselineOf(protocol);
    return baseline && baseline.freshFor === undefined
      ? [
          warning(
            `/waves/${before[0]}`,
            'baseline-never-old',
            'Startskemaet bliver aldrig for gammelt: nogen kunne vente et år på lodtrækningen. Tilføj "freshFor", fx "P14D".',
            'The baseline never grows too old: somebody could wait a year for the draw. Add "freshFor", such as "P14D".',
          ),
        ]
      : [];
  }
  return [
    (adjusts ? error : warning)(
      '/waves',
      'baseline-missing',
      'Intet skema skal afleveres før lodtrækningen. Giv det første skema "before": "randomisation".',
      'No wave has to be handed in before the draw. Give the first wave "before": "randomisation".',
    ),
  ];
}
