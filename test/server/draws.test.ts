import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { Protocol } from '#protocols/model/protocol';
import type { Randomisation } from '#protocols/model/randomisation';
import { drawLots } from '#protocols/randomisation/draw-lots';
import { openStream } from '#protocols/randomisation/draw';
import { schemeOf } from '#protocols/rules/lottery-of';
import type { Queryable } from '../../server/db/zone';
import { openSeed } from '../../server/db/stores/allocations';
import { recall } from '../../server/lottery-memory';
import { cloneDatabase, type TestDatabase } from '../support/database';
import { addParticipant, openFleet, openTrial, planCohort, protocolOf, type Fleet } from '../support/fleet.cjs';

/** Every method of the scheme language, drawn live for people in a real database and drawn again from the seed. */
let test: TestDatabase;
let fleet: Fleet;

beforeAll(async () => {
  test = await cloneDatabase(1);
  fleet = await openFleet(test.ownerUrl, join(process.env.LODTRAEK_TEST_FOLDER!, randomBytes(4).toString('hex')));
}, 120_000);
afterAll(async () => {
  await fleet.app.close();
  await test.close();
}, 60_000);

const text = { da: 'Ét eller to?', en: 'One or two?' };
const base = { id: 'main', unit: 'participant' } as const;

interface AllocatedPayload {
  arm: string;
  stratum: string;
  position: number;
  label: string[];
  words: number[];
  probabilities: Record<string, number>;
  factors: Record<string, string>;
  covariates?: Record<string, number>;
}

async function openWith(id: string, randomisation: Randomisation, change: (one: Protocol) => void = () => undefined) {
  const protocol = protocolOf('peer-simulated', id, (one) => {
    one.screening = ['living', 'work'].map((item) => ({
      id: item,
      question: text,
      choices: ['one', 'two'].map((choice) => ({ id: choice, title: text })),
    }));
    one.randomisation = randomisation;
    change(one);
  });
  await openTrial(fleet, protocol);
  return protocol;
}

/** So many people, spread over sites and choices, drawn one after another. */
async function drawAll(protocol: Protocol, people: number): Promise<void> {
  const cohorts: string[] = [];
  for (const { id } of protocol.sites) cohorts.push(await planCohort(fleet, protocol, id));
  for (let n = 0; n < people; n += 1) {
    const at = (n * n + n) % protocol.sites.length;
    const site = protocol.sites[at]!.id;
    const choices = { living: n % 3 === 0 ? 'one' : 'two', work: n % 5 < 3 ? 'one' : 'two', age: 20 + ((n * 7) % 40) };
    const { code } = await addParticipant(fleet, protocol, site, cohorts[at], choices);
    await draw(protocol, code, site);
  }
}

const draw = (protocol: Protocol, code: string, site: string) =>
  fleet.app.lottery({ what: 'participant', trial: protocol.id, code, site, actor: 'staff/x', grant: 'g', request: 'draws' });

async function drawnIn({ id }: Protocol): Promise<AllocatedPayload[]> {
  const { rows } = await (test.owner as Client).query<{ payload: AllocatedPayload }>(
    `SELECT x.payload FROM audit.fact f JOIN audit.fact_payload x ON x.fact = f.id
     WHERE f.trial = $1 AND f.kind = 'allocated' ORDER BY f.position`,
    [id],
  );
  return rows.map(({ payload }) => payload);
}

/** What the seed gives at each recorded place, from nothing but the facts before it. */
async function replay(protocol: Protocol, drawn: readonly AllocatedPayload[]) {
  const seed = await fleet.app.database.allocator.within({ trial: protocol.id }, (tx) =>
    openSeed(tx, fleet.app.keys, protocol.id, 'main'),
  );
  return drawn.map((one, index) => {
    const before = drawn
      .slice(0, index)
      .filter(({ stratum }) => stratum === one.stratum)
      .map(({ arm, factors, covariates }) => ({ arm, levels: factors, ...(covariates && { covariates }) }));
    const again = drawLots(seed, schemeOf(protocol), {
      for: 'participant',
      participant: 'p',
      trial: protocol.id,
      scheme: 'main',
      stratum: one.stratum,
      position: one.position,
      before,
      profile: { levels: one.factors, ...(one.covariates && { covariates: one.covariates }) },
    });
    if ('refused' in again) throw new Error(again.refused);
    const stream = openStream(seed, one.label);
    return { again, words: one.words.map(() => stream()) };
  });
}

async function expectReplay(protocol: Protocol): Promise<AllocatedPayload[]> {
  const drawn = await drawnIn(protocol);
  const replayed = await replay(protocol, drawn);
  replayed.forEach(({ again, words }, index) => {
    const { arm, probabilities, label, words: recorded } = drawn[index]!;
    expect(again.lots[0]).toEqual({ participant: 'p', arm, probabilities });
    expect(again.trace).toEqual({ label, words: recorded });
    expect(words).toEqual(recorded);
    expect(recorded.length).toBeGreaterThan(0);
  });
  return drawn;
}

describe('live draws', () => {
  it('refuses where a factor or a number of the lottery is not known yet', async () => {
    const factors = await openWith('no-factor', {
      ...base,
      method: 'minimisation',
      strata: [],
      factors: [{ id: 'site' }, { id: 'living' }],
      measure: 'range',
      p: [4, 5],
      burnIn: 0,
    });
    const cohort = await planCohort(fleet, factors, 'aalborg');
    const { code } = await addParticipant(fleet, factors, 'aalborg', cohort);
    await expect(draw(factors, code, 'aalborg')).rejects.toMatchObject({ code: 'not-screened' });
    const numbers = await openWith(
      'no-number',
      { ...base, method: 'optimal', strata: [], factors: [{ id: 'site' }], covariates: ['height'], burnIn: 0 },
      (one) => one.eligibility.push({ id: 'tall', item: 'height', question: text, 'at-least': 100, unmet: text }),
    );
    const other = await addParticipant(fleet, numbers, 'aalborg', await planCohort(fleet, numbers, 'aalborg'));
    await expect(draw(numbers, other.code, 'aalborg')).rejects.toMatchObject({ code: 'not-screened' });
    expect(await drawnIn(factors)).toEqual([]);
    expect(await drawnIn(numbers)).toEqual([]);
  }, 60_000);

  it('minimises sixty people over three weighted factors, and every chance and arm replays from the facts', async () => {
    const protocol = await openWith('sixty', {
      ...base,
      method: 'minimisation',
      strata: [],
      factors: [{ id: 'site', weight: 2 }, { id: 'living' }, { id: 'work' }],
      measure: 'variance',
      p: [4, 5],
      burnIn: 4,
    });
    await drawAll(protocol, 60);
    const drawn = await expectReplay(protocol);
    expect(drawn.map(({ position }) => position)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(new Set(drawn.map(({ stratum }) => stratum))).toEqual(new Set(['']));
    expect(drawn.slice(0, 4).every(({ probabilities }) => probabilities.peer === 0.5)).toBe(true);
    expect(new Set(drawn.map(({ probabilities }) => probabilities.peer))).toEqual(new Set([0.2, 0.5, 0.8]));
    // With p = 4/5 a margin further out than this would come in fewer than one trial in ten thousand.
    for (const factor of ['site', 'living', 'work']) {
      for (const level of new Set(drawn.map(({ factors }) => factors[factor]))) {
        const own = drawn.filter(({ factors }) => factors[factor] === level);
        const peers = own.filter(({ arm }) => arm === 'peer').length;
        expect(Math.abs(2 * peers - own.length)).toBeLessThanOrEqual(12);
      }
    }
  }, 120_000);

  const methods: Record<string, Randomisation> = {
    'big-stick': { ...base, method: 'big-stick', tolerance: 2, strata: ['living'] },
    efron: { ...base, method: 'efron', p: [2, 3], strata: ['living'] },
    maximal: { ...base, method: 'maximal', n: 20, tolerance: 3, strata: [] },
    'drop-the-loser': { ...base, method: 'drop-the-loser', immigration: 1, strata: [] },
    'hu-hu': {
      ...{ ...base, method: 'hu-hu', strata: [], factors: [{ id: 'site' }, { id: 'living' }] },
      ...{ p: [4, 5], overall: 1, stratum: 1, burnIn: 0 },
    },
    optimal: { ...base, method: 'optimal', strata: [], factors: [{ id: 'living' }], covariates: ['age'], burnIn: 0 },
  };
  for (const [method, randomisation] of Object.entries(methods)) {
    it(`${method}: every position of every stratum once, and all of it replays`, async () => {
      const protocol = await openWith(`live-${method}`, randomisation);
      await drawAll(protocol, 16);
      const drawn = await expectReplay(protocol);
      for (const stratum of new Set(drawn.map((one) => one.stratum))) {
        const own = drawn.filter((one) => one.stratum === stratum);
        expect(own.map(({ position }) => position)).toEqual(own.map((_, index) => index + 1));
        if (method === 'big-stick') {
          let ahead = 0;
          for (const { arm } of own) expect(Math.abs((ahead += arm === 'peer' ? 1 : -1))).toBeLessThanOrEqual(2);
        }
      }
    }, 60_000);
  }

  it('forgets what it remembers where the database tells another history, as after a restore', async () => {
    const randomisation: Randomisation = { ...base, method: 'efron', p: [2, 3], strata: [] };
    const [known, other] = [await openWith('remembered', randomisation), await openWith('restored', randomisation)];
    await drawAll(known, 8);
    await drawAll(other, 12);
    const told = (await drawnIn(other)).map(({ arm, factors }) => ({ arm, levels: factors }));
    const { allocator } = fleet.app.database;
    await allocator.within({ trial: known.id }, async (tx) => {
      const seed = await openSeed(tx, fleet.app.keys, known.id, 'main');
      const place = { trial: known.id, scheme: 'main', stratum: '' };
      const restored: Queryable = {
        query: (sql, parameters) =>
          tx.query(
            sql,
            parameters?.map((one) => (one === known.id ? other.id : one)),
          ),
      };
      const at = { ...place, position: told.length + 1 };
      const memory = (await recall(allocator, restored, seed, schemeOf(known), at))!;
      const again = drawLots(seed, schemeOf(known), { for: 'participant', participant: 'p', ...at, before: told });
      const { arm, probabilities, trace } = memory.draw(seed, { levels: {} });
      expect(again).toEqual({ lots: [{ participant: 'p', arm, probabilities }], trace });
      // A history that ends elsewhere than the stratum's own count is nothing to draw from.
      await expect(recall(allocator, restored, seed, schemeOf(known), { ...place, position: 10 })).rejects.toThrow(
        'do not lead up to position 10',
      );
    });
  }, 60_000);
});
