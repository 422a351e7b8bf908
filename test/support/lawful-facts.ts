import { createHash, randomUUID } from 'node:crypto';
import { GENESIS } from '#protocols/model/chain';
import { participantStream, trialStream, type NewFact } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { append, type Door, type Head } from '#server/db/facts';
import { recordingAt, type TestDatabase } from './database';

/** A repeatable source of random whole numbers (mulberry32): below `n`. */
export function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A trial that happens by itself: every call adds lawful facts, as the services would, in streams that interleave. */
export interface LawfulTrial {
  trial: string;
  participants: string[];
  /** Adds `people` with everything that happens to them; two of each trial's first people leave or are to be erased. */
  live(people: number): Promise<void>;
  /** Appends to one stream, at its present head. */
  record(stream: string, facts: readonly NewFact[], options?: { door?: Door; actor?: string }): Promise<number>;
  /** Two people erase all that a participant said. */
  erase(participant: string): Promise<number>;
}

/** Opens a trial of that name in the test's database. @param roll see `dice`. */
export async function openLawfulTrial(test: TestDatabase, trial: string, roll: (n: number) => number): Promise<LawfulTrial> {
  const scope = { trial, sites: '*' as const };
  const heads = new Map<string, Head>();
  const participants: string[] = [];
  const slots = new Map<string, number>();
  let minutes = 0;
  const pick = <T>(choices: readonly T[]): T => choices[roll(choices.length)]!;

  const record: LawfulTrial['record'] = async (stream, facts, { door = 'research.append', actor = 'staff/coordinator' } = {}) => {
    minutes += 1 + roll(5);
    const now = new Date(Date.UTC(2026, 0, 5, 8, minutes)).toISOString();
    const head = heads.get(stream) ?? { seq: 0, head: GENESIS };
    const on = door.startsWith('allocation.') ? test.database.allocator : test.database.research;
    const { position } = await append(on, recordingAt(now, actor), scope, [{ stream, trial, head, facts }], { door });
    const { rows } = await test.owner.query<Head>('SELECT seq, head FROM audit.stream WHERE stream = $1', [stream]);
    heads.set(stream, rows[0]!);
    return position;
  };

  const own = trialStream(trial);
  const grant = randomUUID();
  await record(own, [
    { kind: 'trial-opened', payload: { version: '1.0.0', digest: digest(trial), protocol: protocolOf(trial), simulated: true } },
    { kind: 'grant-given', payload: { grant, staff: randomUUID(), role: 'coordinator', site: 'nord' } },
    { kind: 'grant-given', payload: { grant: randomUUID(), staff: randomUUID(), role: 'researcher', site: null } },
    {
      kind: 'grant-given',
      payload: {
        grant: randomUUID(),
        staff: randomUUID(),
        role: 'facilitator',
        site: 'nord',
        group: randomUUID(),
        from: '2026-11-22',
        until: '2026-12-31',
      },
    },
    { kind: 'gate-met', payload: { condition: 'agreement', site: 'nord', reference: 'AFT-2026-1' } },
    { kind: 'grant-ended', payload: { grant } },
    { kind: 'clock-moved', payload: { byMilliseconds: 86_400_000 } },
  ]);
  await record(
    own,
    [
      {
        kind: 'clusters-drawn',
        payload: {
          scheme: 'other',
          label: [trial],
          words: [1],
          candidates: digest('c'),
          of: 2,
          lots: [{ cluster: 'nord', arm: 'peer', probabilities: { peer: 0.5 } }],
        },
      },
    ],
    { door: 'allocation.append_in_cluster' },
  );

  // One ceremony given up, one held, its third sheet given, its recovery rehearsed and needed.
  const door = { door: 'allocation.ceremony', actor: 'staff/custodian' } as const;
  const bound = { scheme: 'main', protocolDigest: digest(trial), schemeDigest: digest('scheme'), software: 'lodtraek/0.1.0' };
  for (const ceremony of [1, 2]) {
    const when = { source: 'drand round 4242', knownAt: '2026-01-02T00:00:00.000Z', automatic: false };
    await record(own, [
      { kind: 'ceremony-announced', payload: { ...bound, ...when, ceremony } },
      { kind: 'share-committed', payload: { ceremony, place: 'first', commitment: digest('first') } },
      { kind: 'share-committed', payload: { ceremony, place: 'second', commitment: digest('second') } },
    ]);
    if (ceremony === 1) await record(own, [{ kind: 'ceremony-aborted', payload: { ceremony, reason: 'share-lost' } }], door);
  }
  await record(own, [{ kind: 'public-value-entered', payload: { ceremony: 2, value: '7f3a9c0e51d2' } }]);
  await record(
    own,
    [
      { kind: 'share-brought', payload: { ceremony: 2, place: 'second' } },
      { kind: 'share-brought', payload: { ceremony: 2, place: 'first' } },
      { kind: 'ceremony-completed', payload: { ceremony: 2, escrow: digest('escrow') } },
      { kind: 'lottery-opened', payload: { scheme: 'main', method: 'permuted-blocks', commitment: digest('seed'), ceremony: 2 } },
      { kind: 'escrow-sheet-given', payload: { ceremony: 2 } },
      { kind: 'recovery-rehearsed', payload: { ceremony: 2, sheets: ['first', 'escrow'] } },
      { kind: 'lottery-recovered', payload: { ceremony: 2, sheets: ['second', 'escrow'] } },
    ],
    door,
  );

  async function plan(site: string): Promise<string> {
    const cohort = randomUUID();
    const dates = { startsOn: '2026-03-01', endsOn: '2026-05-10' };
    await record(own, [
      {
        kind: 'cohort-planned',
        payload: { cohort, site, name: `Hold ${roll(90)}`, ...dates, closesOn: '2026-02-20', minimum: 2, capacity: 20 },
      },
      { kind: 'cohort-rescheduled', payload: { cohort, startsOn: '2026-03-08', endsOn: '2026-05-17', reason: 'room' } },
      {
        kind: 'cohort-rescheduled',
        payload: { cohort, startsOn: '2026-03-08', endsOn: '2026-05-17', closesOn: '2026-02-27', reason: 'too-few' },
      },
    ]);
    return cohort;
  }

  const answer = (item: string, version: number): NewFact => {
    const blank = roll(6) === 0 ? pick(['declined', 'not-reached'] as const) : null;
    return {
      kind: 'item-answered',
      payload: {
        wave: 'baseline',
        instrument: 'who-5',
        item,
        code: blank === null ? roll(6) : null,
        blank,
        version,
        key: randomUUID(),
        session: randomUUID(),
        language: pick(['da', 'en'] as const),
        wording: 'who-5.da',
        late: roll(4) === 0,
      },
    };
  };

  /** What one person does up to the draw, as bundles that other people's facts may come between. */
  function wayOf(site: string, cohorts: readonly string[]): NewFact[][] {
    const text = '1.0';
    return [
      [{ kind: 'registered', payload: { site, version: '1.0.0', code: randomUUID().slice(0, 7), language: 'da' } }],
      [
        { kind: 'link-issued', payload: { link: randomUUID(), expiresAt: '2026-09-01T00:00:00.000Z' } },
        { kind: 'informed-orally', payload: { language: 'da', companion: 'offered', interpreter: false, text } },
        { kind: 'information-read', payload: { text, language: 'da' } },
        { kind: 'comprehension-completed', payload: { text, tries: 1 + roll(3) } },
      ],
      [
        { kind: 'consent-signed', payload: { text, language: 'da', signature: digest(site), early: roll(2) === 0 } },
        {
          kind: 'consent-given',
          payload: { text, participantSignature: digest('a'), informerSignature: digest('b'), document: digest('c') },
        },
      ],
      [{ kind: 'screened', payload: { answers: { age: 18 + roll(60), distressed: true }, eligible: true, unmet: [] } }],
      ['1', '2', '3', '4', '5'].map((item) => answer(item, 1)),
      [answer(pick(['1', '2', '3']), 2), { kind: 'wave-submitted', payload: { wave: 'baseline', baseline: true, late: false } }],
      [
        {
          kind: 'item-corrected',
          payload: {
            wave: 'baseline',
            instrument: 'who-5',
            item: '5',
            code: 4,
            blank: null,
            version: 2,
            key: randomUUID(),
            reason: 'typing-mistake',
          },
        },
      ],
      ...cohorts.map((cohort): NewFact[] => [{ kind: 'joined-cohort', payload: { cohort } }]),
      ...(roll(3) === 0
        ? [[{ kind: 'household-set', payload: { household: roll(2) === 0 ? randomUUID() : null } } as const]]
        : []),
    ];
  }

  function allocated(site: string, cohort: string, rank: number): NewFact {
    const stratum = `site=${site}`;
    const position = (slots.get(stratum) ?? 0) + 1;
    slots.set(stratum, position);
    return {
      kind: 'allocated',
      payload: {
        scheme: 'main',
        method: 'permuted-blocks',
        stratum,
        position,
        arm: pick(['peer', 'usual']),
        cohort,
        rank,
        label: [trial, stratum],
        probabilities: { peer: 0.5, usual: 0.5 },
        factors: { site },
        code: '0.1.0',
      },
    };
  }

  async function live(people: number): Promise<void> {
    const newcomers: { stream: string; site: string; cohort: string; way: NewFact[][] }[] = [];
    for (const site of ['nord', 'syd']) {
      const [first, second, small] = [await plan(site), await plan(site), await plan(site)];
      await record(own, [{ kind: 'cohort-merged', payload: { cohort: small, into: first, members: 0 } }]);
      for (let n = 0; n < people / 2; n += 1) {
        const participant = randomUUID();
        participants.push(participant);
        const changesMind = roll(3) === 0;
        const cohort = changesMind ? second : first;
        newcomers.push({
          stream: participantStream(participant),
          site,
          cohort,
          way: wayOf(site, changesMind ? [first, second] : [first]),
        });
      }
    }
    for (
      let left = newcomers.filter(({ way }) => way.length > 0);
      left.length > 0;
      left = left.filter(({ way }) => way.length > 0)
    ) {
      const one = pick(left);
      await record(one.stream, one.way.shift()!, { actor: roll(2) === 0 ? one.stream : 'staff/coordinator' });
    }
    for (const cohort of new Set(newcomers.map((one) => one.cohort))) {
      const members = newcomers.filter((one) => one.cohort === cohort);
      for (const [index, { stream, site }] of members.entries()) {
        await record(stream, [allocated(site, cohort, index + 1)], { door: 'allocation.append', actor: 'system/allocator' });
      }
      await record(
        own,
        [
          {
            kind: 'cohort-drawn',
            payload: { cohort, scheme: 'main', label: [trial], members: members.length, composition: digest(cohort) },
          },
        ],
        {
          door: 'allocation.append',
        },
      );
    }
    await deliver(newcomers.map(({ stream }) => stream));
    await goWrong(newcomers.map(({ stream }) => stream));
    for (const { stream } of newcomers) {
      await record(stream, [
        { kind: 'letter-sent', payload: { wave: pick([null, 'end']), letter: 'announcement', ordinal: 1, channel: 'e-mail' } },
      ]);
      const alert = randomUUID();
      await record(stream, [
        { kind: 'call-logged', payload: { wave: 'end', outcome: 'asked-to-call-later', nextOn: '2026-12-01' } },
        { kind: 'unblinded-by-accident', payload: { how: 'participant-told' } },
        { kind: 'unblinded', payload: { reason: 'acute-illness', note: digest('note'), knows: ['treating-clinician'] } },
        {
          kind: 'alert-raised',
          payload: { alert, source: 'answer', what: 'phq-9/self-harm', dueAt: '2026-12-01T10:00:00.000Z' },
        },
        { kind: 'alert-notified', payload: { alert, ordinal: 1, staff: randomUUID() } },
      ]);
      if (roll(2) === 0)
        await record(
          stream,
          [
            { kind: 'alert-acknowledged', payload: { alert } },
            { kind: 'alert-contacted', payload: { alert } },
            { kind: 'alert-closed', payload: { alert, outcome: 'referred' } },
          ],
          { actor: 'staff/safety-contact' },
        );
      if (roll(4) === 0)
        await record(stream, [
          { kind: 'participation-changed', payload: { change: pick(['fewer-contacts', 'moved'] as const), source: 'site' } },
        ]);
    }
    await record(own, [{ kind: 'lock-proposed', payload: { plan: digest('plan'), cutoff: 1 } }], { actor: 'staff/researcher' });
    await record(own, [{ kind: 'plan-locked', payload: { plan: digest('plan'), cutoff: 1, proposer: 'staff/researcher' } }], {
      actor: 'staff/custodian',
    });
    await record(own, [{ kind: 'seed-revealed', payload: { scheme: 'main', seed: digest('seed') } }], {
      door: 'allocation.reveal',
      actor: 'staff/custodian',
    });
    await record(own, [
      { kind: 'exported', payload: { export: randomUUID(), preset: 'wide', rows: people, cutoff: 1, sha256: digest('file') } },
    ]);
  }

  /** Two groups of one component, a person who moves, one who leaves, a session held and corrected, attendance, and matches. */
  /** What goes wrong with draws, once each, and the sheets for a day without power. */
  async function goWrong(streams: readonly string[]): Promise<void> {
    const door = { door: 'allocation.mishap', actor: 'staff/custodian' } as const;
    const [first, second] = streams as [string, string];
    const list = randomUUID();
    await record(own, [{ kind: 'lottery-paused', payload: { reason: 'fault' } }], door);
    await record(own, [{ kind: 'lottery-resumed', payload: {} }], door);
    await record(own, [{ kind: 'sheets-made', payload: { list, scheme: 'main', site: 'nord', sheets: 4 } }], door);
    await record(own, [{ kind: 'sheets-printed', payload: { list, half: 'site' } }], door);
    await record(
      first,
      [{ kind: 'factor-corrected', payload: { scheme: 'main', factor: 'site', used: 'nord', corrected: 'syd' } }],
      door,
    );
    await record(second, [
      { kind: 'allocated-twice', payload: { of: first.slice('participant/'.length), keep: 'first' } },
      { kind: 'in-error-reported', payload: { reason: 'not-eligible', note: digest('note') } },
      { kind: 'marked-in-error', payload: { reason: 'not-eligible', reportedBy: 'staff/coordinator' } },
      { kind: 'allocation-forced', payload: { intended: 'peer', given: 'usual', reason: 'no-place' } },
    ]);
    const newcomers = [0, 1].map(() => participantStream(randomUUID()));
    for (const stream of newcomers) {
      const payload = { site: 'nord', version: '1.0.0', code: randomUUID().slice(0, 7), language: 'da' } as const;
      await record(stream, [{ kind: 'registered', payload }]);
    }
    const given = { scheme: 'main', arm: 'peer', cohort: randomUUID(), factors: { site: 'nord' }, code: '0.1.0' };
    const replaces = second.slice('participant/'.length);
    await record(newcomers[0]!, [{ kind: 'replacement-proposed', payload: { replaces } }]);
    const replacement = { ...given, replaces, proposedBy: 'staff/coordinator' };
    await record(newcomers[0]!, [{ kind: 'allocated-as-replacement', payload: replacement }], door);
    const drawn = { label: [trial, list], words: [7], probabilities: { peer: 0.5, usual: 0.5 } };
    await record(newcomers[1]!, [{ kind: 'allocated-by-sheet', payload: { ...given, ...drawn, list, sheet: 1 } }], door);
  }

  async function deliver(streams: readonly string[]): Promise<void> {
    const [first, second, cohort] = [randomUUID(), randomUUID(), randomUUID()];
    const formed = (group: string): NewFact => ({
      kind: 'group-formed',
      payload: {
        group,
        delivery: 'group',
        cohort,
        site: 'nord',
        name: `Gruppe ${roll(90)}`,
        meetsAt: '17:00',
        sessions: ['2026-03-08', '2026-03-15'],
        capacity: 30,
      },
    });
    const held = (isHeld: boolean): NewFact => {
      const payload = {
        group: second,
        ordinal: 1,
        held: isHeld,
        heldOn: '2026-03-08',
        theme: 1,
        fidelity: 'as-planned',
      } as const;
      return { kind: 'session-held', payload };
    };
    await record(own, [formed(first), formed(second), held(false), held(true)]);
    const [moving, leaving] = streams as [string, string];
    for (const stream of streams)
      await record(stream, [{ kind: 'placed-in-group', payload: { group: second, delivery: 'group', on: '2026-03-01' } }]);
    await record(moving, [
      { kind: 'moved-group', payload: { group: first, delivery: 'group', on: pick(['2026-03-02', '2026-03-09']) } },
    ]);
    await record(leaving, [{ kind: 'left-group', payload: { group: second, on: '2026-03-09', reason: 'not-able' } }]);
    for (const stream of streams.slice(2)) {
      const presence = pick(['present', 'absent', 'late', 'excused'] as const);
      await record(stream, [{ kind: 'attended', payload: { group: second, ordinal: 1, presence } }]);
      if (roll(3) === 0)
        await record(stream, [{ kind: 'attended', payload: { group: second, ordinal: 1, presence: 'present' } }]);
    }
    const match = randomUUID();
    await record(moving, [
      { kind: 'matched', payload: { match, delivery: 'companion', partner: randomUUID(), from: '2026-03-01' } },
      { kind: 'match-ended', payload: { match, how: 're-matched', on: '2026-04-01' } },
      { kind: 'matched', payload: { match: randomUUID(), delivery: 'companion', partner: randomUUID(), from: '2026-04-01' } },
    ]);
    const expiresAt = '2026-03-09T03:00:00.000Z';
    const issued = { link: randomUUID(), group: second, staff: randomUUID(), ordinal: 1, channel: 'sms', expiresAt } as const;
    await record(own, [{ kind: 'evening-link-issued', payload: issued }]);
  }

  async function erase(participant: string): Promise<number> {
    const stream = participantStream(participant);
    await record(stream, [{ kind: 'erasure-requested', payload: { reason: 'participant-asked' } }], {
      actor: 'staff/coordinator',
    });
    return record(stream, [{ kind: 'erased', payload: { facts: 8, requestedBy: 'staff/coordinator' } }], {
      door: 'audit.erase',
      actor: 'staff/data-manager',
    });
  }

  return { trial, participants, live, record, erase };
}

function protocolOf(id: string): Protocol {
  const text = { da: 'En tekst.' };
  return {
    lodtraek: 1,
    id,
    version: '1.0.0',
    title: text,
    simulated: true,
    design: 'parallel',
    legalBasis: 'consent',
    sites: [
      { id: 'nord', name: 'Nord' },
      { id: 'syd', name: 'Syd' },
    ],
    arms: [
      { id: 'peer', ratio: 1, name: text, announcement: text },
      { id: 'usual', ratio: 1, name: text, announcement: text },
    ],
    delivery: [],
    cohorts: { minimum: 2, capacity: 20 },
    consent: { versions: [{ version: '1.0', title: text, body: text, statement: text }], reflectionHours: 24, comprehension: [] },
    eligibility: [{ id: 'adult', item: 'age', question: text, 'at-least': 18, unmet: text }],
    randomisation: { id: 'main', method: 'permuted-blocks', sizes: [4, 6], strata: ['site'], unit: 'participant' },
    waves: [
      {
        id: 'baseline',
        title: text,
        anchor: 'consent',
        window: { opens: 'P0D', closes: 'P14D' },
        instruments: ['who-5'],
        minutes: 5,
      },
    ],
    outcomes: [{ id: 'wellbeing', role: 'primary', title: text, score: 'who-5.total', wave: 'baseline', better: 'higher' }],
    analysis: {
      estimands: [
        {
          id: 'as-drawn',
          outcome: 'wellbeing',
          population: 'all-randomised',
          summary: 'difference-in-means',
          events: { death: 'while-on-treatment' },
        },
      ],
      interim: 'none',
      model: 'ancova',
      covariates: ['baseline'],
      itemMissing: 'published-rule',
      missing: 'complete-cases',
      alpha: 0.05,
      reference: 'usual',
    },
    target: { participants: 100 },
    safety: { help: text, contact: text },
    unenrolledDays: 30,
  };
}
