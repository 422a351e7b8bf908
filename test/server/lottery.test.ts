import { randomUUID } from 'node:crypto';
import PgBoss from 'pg-boss';
import type { DrawRequest } from '#server/context';
import { lotteryByQueue, lotteryInProcess, workLottery } from '#server/lottery';
import { startTestServer, type TestServer } from '../support/server';
import { drawOneByOne, planCohort, register, walkTo } from '../support/walk';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('a lottery in a process of its own', () => {
  const bossOf = async () => {
    const boss = new PgBoss({
      connectionString: server.test.credentials.jobs,
      schema: 'jobs',
      migrate: false,
      supervise: false,
      schedule: false,
      max: 2,
    });
    boss.on('error', () => undefined);
    return boss.start();
  };

  it('gives the same answer and the same refusals through the queue as in the process, and leaves nothing on the queue', async () => {
    const protocol = await server.openTrial(drawOneByOne);
    const coordinator = await server.signedIn(protocol.id, 'coordinator', 'aalborg');
    const cohort = await planCohort(server, protocol, coordinator);
    const drawn = await walkTo(server, protocol, coordinator, 'cohort', cohort);
    const unready = await register(server, protocol, coordinator);
    const request = (code: string): DrawRequest => ({
      what: 'participant',
      trial: protocol.id,
      code,
      actor: 'staff/test',
      grant: randomUUID(),
      site: 'aalborg',
      request: 'test',
    });
    const [asking, answering] = [await bossOf(), await bossOf()];
    const faults: unknown[] = [];
    try {
      await workLottery(answering, server.app, (fault) => void faults.push(fault));
      const lottery = lotteryByQueue(asking);
      const first = await lottery(request(drawn.code));
      expect(first.allocations).toHaveLength(1);
      expect(await lottery(request(drawn.code))).toEqual(first);
      expect(await lotteryInProcess(server.app)(request(drawn.code))).toEqual(first);
      await expect(lottery(request(unready.code))).rejects.toMatchObject({ code: 'consent-missing' });
      await expect(lottery({ ...request(drawn.code), site: 'silkeborg' })).rejects.toMatchObject({ code: 'not-found' });
      const { rows } = await server.test.owner.query(`SELECT FROM jobs.job WHERE name = 'draw'`);
      expect(rows).toHaveLength(0);
      expect(faults).toEqual([]);
      await expect(lottery({ ...request(drawn.code), trial: 'no-trial' })).rejects.toThrow(/failed/);
      expect(faults).toHaveLength(1);
    } finally {
      await asking.stop({ graceful: false });
      await answering.stop({ graceful: false });
    }
  });

  it('says that the lottery is silent when nobody answers, and takes the request back', async () => {
    const boss = await bossOf();
    try {
      const lottery = lotteryByQueue(boss, 1);
      const silent = lottery({
        what: 'participant',
        trial: 'x',
        code: 'y',
        actor: 'staff/test',
        grant: 'z',
        site: 's',
        request: 'test',
      });
      await expect(silent).rejects.toMatchObject({ code: 'lottery-silent' });
      const { rows } = await server.test.owner.query(`SELECT state FROM jobs.job WHERE name = 'draw' AND data->>'trial' = 'x'`);
      expect(rows).toEqual([{ state: 'cancelled' }]);
    } finally {
      await boss.stop({ graceful: false });
    }
  });
});
