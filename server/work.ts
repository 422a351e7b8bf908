import type { Config } from './config';
import type { App } from './context';
import { listTrials } from './db/stores/trials';
import type { Work } from './jobs';
import { openPost } from './letters/post';
import { openSms } from './letters/sms';
import { makeCheckpoint } from './audit/checkpoint';
import { checkLottery } from './audit/check-lottery';
import { sendDueLetters } from './services/letters/send-due-letters';
import { sendOpenedLetters } from './services/letters/send-opened-letters';
import { sendEveningLinks } from './services/letters/send-evening-links';
import { sendDueNotices } from './services/safety/send-due-notices';
import { forgetUnenrolled } from './services/participants/forget-unenrolled';
import { sweepSignIns } from './db/stores/sign-in-waits';
import { sweepOrphans } from './services/participants/sweep-orphans';

/** Everything that happens in the background, on one screen. */
export function workOf(config: Config): Work[] {
  const post = openPost(config);
  const sms = openSms(config);
  const inEachTrial = (act: (app: App, trial: string) => Promise<unknown>) => async (app: App, data: Record<string, unknown>) => {
    const trials = typeof data.trial === 'string' ? [data.trial] : await listTrials(app.database.research);
    for (const trial of trials) await act(app, trial);
  };
  return [
    {
      queue: 'letters',
      cron: '* * * * *',
      run: inEachTrial(async (app, trial) => {
        await sendOpenedLetters(app, post, trial);
        await sendDueLetters(app, post, trial);
      }),
    },
    { queue: 'evenings', cron: '* * * * *', run: inEachTrial((app, trial) => sendEveningLinks(app, sms, trial)) },
    { queue: 'alerts', cron: '* * * * *', run: inEachTrial((app, trial) => sendDueNotices(app, post, trial)) },
    {
      queue: 'sweep',
      cron: '*/10 * * * *',
      run: async (app, data) => {
        await inEachTrial(async (one, trial) => {
          await sweepOrphans(one, trial);
          await forgetUnenrolled(one, trial);
        })(app, data);
        await sweepSignIns(app.database.identity, app.clock());
      },
    },
    {
      queue: 'lottery',
      cron: '*/5 * * * *',
      atStart: true,
      run: inEachTrial((app, trial) => checkLottery(app.database.auditor, app.keys, trial, app.clock())),
    },
    {
      queue: 'checkpoint',
      cron: '5 * * * *',
      run: async (app) => void (await makeCheckpoint(app.database.auditor, app.keys, config.checkpointDir, app.clock())),
    },
  ];
}
