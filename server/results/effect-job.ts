import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TrialRows } from '#analysis/data/dataset';
import type { Effect } from '#contract/staff/results';
import type { Protocol } from '#protocols/model/protocol';
import type { Draw } from '#protocols/model/rerandomisation';
import type { Static } from '@sinclair/typebox';

/** What a result is reckoned from. Everything in it can be sent to another thread. */
export interface EffectJob {
  protocol: Protocol;
  versions: readonly { version: string; protocol: Protocol }[];
  rows: TrialRows;
  draws: readonly Draw[];
  cutoff: number;
}

/** How many outcomes are done, of how many. */
export interface Progress {
  done: number;
  of: number;
}

export type EffectNews = Progress | { effect: Static<typeof Effect> };

/** Reckons in a thread of its own, so that nobody who answers meanwhile waits for statistics. */
export function reckon(job: EffectJob, progress: (now: Progress) => void): Promise<Static<typeof Effect>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: job });
    worker.on('message', (news: EffectNews) => ('effect' in news ? resolve(news.effect) : progress(news)));
    worker.on('error', reject);
    // After the result this changes nothing; without one the thread ended on its own.
    worker.on('exit', (code) => reject(new Error(`the reckoning ended without a result, code ${code}`)));
  });
}

/** The compiled thread: beside this file where this file is compiled itself, else in dist/, where the last build put it. */
function workerFile(): string {
  const beside = join(__dirname, 'effect-worker.js');
  return existsSync(beside) ? beside : join(__dirname, '..', '..', 'dist', 'server', 'results', 'effect-worker.js');
}
