import { randomBytes, randomUUID } from 'node:crypto';
import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import { participantStream, type NewFact } from '#protocols/model/fact';
import type { Protocol } from '#protocols/model/protocol';
import { dayOf } from '#protocols/rules/calendar';
import { currentText } from '#protocols/rules/journey';
import { codesOf } from '#protocols/rules/score';
import { append } from '#server/db/facts';
import { contactsOf, insertDocument } from '#server/db/stores/contacts';
import { documentDigest } from '#server/identity';
import type { Agent, TestServer } from './server';

/** Somebody on their way: what the participant's own side does, recorded as that side records it. */
export interface Walker {
  code: string;
  id: string;
  /** Appends facts of the participant's own. */
  record(facts: readonly NewFact[]): Promise<void>;
  /** Reads and signs; the signature is kept as the participant's page keeps it. */
  sign(name?: string): Promise<void>;
  /** Answers and hands in a wave; every answer has code 2 (or the item's lowest, where 2 is none of its codes). */
  handIn(wave?: string): Promise<void>;
}

let numbers = 0;

/** Registers a person at a site through the coordinator's endpoint. */
export async function register(
  server: TestServer,
  protocol: Protocol,
  coordinator: Agent,
  site = protocol.sites[0]!.id,
): Promise<Walker> {
  numbers += 1;
  const reply = await coordinator
    .post(`/api/staff/trials/${protocol.id}/participants`)
    .send({
      site,
      name: `Person ${numbers}`,
      email: `person-${numbers}@example.org`,
      telephone: `2000${1000 + numbers}`,
      language: 'da',
    })
    .expect(200);
  const code = reply.body.code as string;
  const id = await server.participantId(protocol.id, code);
  return walkerOf(server, protocol, code, id, site, `Person ${numbers}`);
}

/** Somebody registered already, as their own side goes on. */
export function walkerOf(
  server: TestServer,
  protocol: Protocol,
  code: string,
  id: string,
  site: string,
  ownName: string,
): Walker {
  const stream = participantStream(id);
  const { database, keys } = server.app;

  const record: Walker['record'] = async (facts) => {
    const { rows } = await server.test.owner.query('SELECT seq, head FROM audit.stream WHERE stream = $1', [stream]);
    const clock = await server.test.owner.query('SELECT offset_milliseconds AS ahead FROM research.clock WHERE trial = $1', [
      protocol.id,
    ]);
    const now = new Date(server.now().getTime() + Number(clock.rows[0]?.ahead ?? 0));
    const recording = { now, actor: 'participant', grant: null, request: 'test', entropy: randomBytes, uuid: randomUUID };
    await append(database.research, recording, { participant: id }, [{ stream, trial: protocol.id, head: rows[0], facts }]);
  };
  const sign: Walker['sign'] = async (name = ownName) => {
    const text = currentText(protocol).version;
    const signature = JSON.stringify({ name, at: server.now().toISOString(), text, language: 'da' });
    const digest = documentDigest(keys, signature);
    const contact = (await contactsOf(database.linkage, keys, protocol.id, [id])).get(id)!;
    await database.identity.within({ trial: protocol.id, sites: [site] }, (tx) =>
      insertDocument(
        tx,
        keys,
        { document: randomUUID(), contact, kind: 'participant-signature', text: signature, digest },
        randomBytes,
      ),
    );
    await record([
      { kind: 'information-read', payload: { text, language: 'da' } },
      { kind: 'comprehension-completed', payload: { text, tries: 1 } },
      { kind: 'consent-signed', payload: { text, language: 'da', signature: digest, early: true } },
    ]);
  };
  const handIn: Walker['handIn'] = async (wanted = 'baseline') => {
    const wave = protocol.waves.find((one) => one.id === wanted)!;
    const answers = wave.instruments.flatMap((instrument) => {
      const known = instrumentOf(instrument)!;
      return known.items.map((item): NewFact => {
        const codes = codesOf(known, item);
        return {
          kind: 'item-answered',
          payload: {
            wave: wanted,
            instrument,
            item: item.id,
            code: codes.includes(2) ? 2 : codes[0]!,
            blank: null,
            version: 1,
            key: randomUUID(),
            session: randomUUID(),
            language: 'da',
            wording: wordingOf(known, 'da').id,
            late: false,
          },
        };
      });
    });
    await record([
      ...answers,
      { kind: 'wave-submitted', payload: { wave: wanted, baseline: wave.before !== undefined, late: false } },
    ]);
  };
  return { code, id, record, sign, handIn };
}

/** Answers that meet every criterion of the protocol. */
export const eligibleAnswers = ({ eligibility, screening = [] }: Protocol): Record<string, number | boolean | string> =>
  Object.fromEntries([
    ...eligibility.map(({ item, is, 'at-least': least, 'at-most': most }) => [item, is ?? least ?? most!] as const),
    ...screening.map(({ id, choices }) => [id, choices[0]!.id] as const),
  ]);

/** Takes somebody from their registration to the given step, through the endpoints where staff act. */
export async function walkTo(
  server: TestServer,
  protocol: Protocol,
  coordinator: Agent,
  step: 'signed' | 'consented' | 'screened' | 'baseline' | 'cohort',
  cohort?: string,
  site?: string,
): Promise<Walker> {
  const walker = await register(server, protocol, coordinator, site);
  const at = `/api/staff/trials/${protocol.id}/participants/${walker.code}`;
  await coordinator.post(`${at}/oral-information`).send({ language: 'da', companion: 'offered', interpreter: false }).expect(200);
  await walker.sign();
  if (step === 'signed') return walker;
  await coordinator.post(`${at}/consent`).send({ name: 'The coordinator' }).expect(200);
  if (step === 'consented') return walker;
  await coordinator
    .post(`${at}/screening`)
    .send({ answers: eligibleAnswers(protocol) })
    .expect(200);
  if (step === 'screened') return walker;
  await walker.handIn();
  if (step === 'baseline') return walker;
  await coordinator.post(`${at}/cohort`).send({ cohort }).expect(200);
  return walker;
}

/** Plans a cohort at a site; dates are days from the server's today. */
export async function planCohort(
  server: TestServer,
  protocol: Protocol,
  coordinator: Agent,
  { site = protocol.sites[0]!.id, closes = 7, starts = 14, ends = 84 } = {},
): Promise<string> {
  const day = (days: number) => dayOf(new Date(server.now().getTime() + days * 86_400_000));
  const reply = await coordinator
    .post(`/api/staff/trials/${protocol.id}/cohorts`)
    .send({ site, name: `Hold ${(numbers += 1)}`, startsOn: day(starts), endsOn: day(ends), closesOn: day(closes) })
    .expect(200);
  return reply.body.cohort as string;
}

/** Draws one by one, in blocks of four. */
export function drawOneByOne(protocol: Protocol): void {
  protocol.randomisation = { id: 'main', method: 'permuted-blocks', sizes: [4], strata: ['site'], unit: 'participant' };
  protocol.cohorts = { minimum: 2, capacity: 60 };
}

/** Draws whole cohorts of `size` people. */
export function drawInBatchesOf(size: number): (protocol: Protocol) => void {
  return (protocol) => {
    protocol.cohorts = { minimum: size, capacity: size };
    protocol.randomisation = { id: 'main', method: 'batch', minimum: size, strata: ['site'], unit: 'participant' };
  };
}
