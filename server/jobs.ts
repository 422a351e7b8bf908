import PgBoss from 'pg-boss';
import type { Log } from './app';
import type { App } from './context';
import type { Queue } from './db/setup';

/** What runs in the background: a queue, the function that does its work, and the clock that starts it where no fact does. */
export interface Work {
  queue: Queue;
  cron?: string;
  /** Once more when the process starts, so that nobody waits for the clock's first stroke. */
  atStart?: true;
  run: (app: App, data: Record<string, unknown>) => Promise<void>;
}

/** Opens the job queue under its own login; its schema was made by `lodtraek setup`. */
export async function openJobs(url: string, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: url, schema: 'jobs', migrate: false, max: 3 });
  boss.on('error', (fault) => log(fault, 'jobs'));
  return boss.start();
}

/** Starts the background work: each kind one at a time in this process, whoever of several processes takes it first. */
export async function startJobs(boss: PgBoss, app: App, work: readonly Work[], log: Log): Promise<void> {
  for (const { queue, cron, atStart, run } of work) {
    if (cron) await boss.schedule(queue, cron, {}, { tz: 'Europe/Copenhagen' });
    await boss.work<Record<string, unknown>>(queue, { batchSize: 1, pollingIntervalSeconds: 2 }, async ([job]) => {
      try {
        await run(app, job!.data ?? {});
      } catch (fault) {
        log(fault, `job ${queue}`);
        throw fault;
      }
    });
    if (atStart) await boss.send(queue, {});
  }
}
