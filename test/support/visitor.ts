import type { Browser, BrowserContext, Page } from 'playwright-core';
import { PHONE, startBrowser } from './browser';
import { startPagesTrial, type PagesTrial } from './plain-forms';
import { eligibleAnswers, type Walker } from './walk';

/** A trial and a browser in which its participants walk. */
export interface Visits extends PagesTrial {
  newContext(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>;
  /** Closes what a test opened, and gives the faults that reached the log meanwhile. */
  leave(): Promise<unknown[]>;
  /** Comes in by the personal link, as a person does. */
  come(context: BrowserContext, walker: Walker): Promise<Page>;
  /** Countersigns and finds the person eligible, as the coordinator does between the person's own steps. */
  admit(walker: Walker): Promise<void>;
}

export async function startVisits(instruments?: string[]): Promise<Visits> {
  const [trial, browser] = await Promise.all([startPagesTrial(instruments), startBrowser()]);
  const opened: BrowserContext[] = [];
  return {
    ...trial,
    newContext: async (options = {}) => {
      const context = await browser.newContext({ viewport: PHONE, locale: 'da-DK', baseURL: trial.server.url, ...options });
      opened.push(context);
      return context;
    },
    leave: async () => {
      await Promise.all(opened.splice(0).map((context) => context.close()));
      return trial.server.faults.splice(0);
    },
    come: async (context, walker) => {
      const page = await context.newPage();
      await page.goto(await trial.linkOf(walker));
      await page.locator('form[data-link] button').click();
      await page.waitForURL('**/me');
      return page;
    },
    admit: async (walker) => {
      const at = trial.at(walker);
      await trial.coordinator.post(`${at}/consent`).send({ name: 'Den der informerede' }).expect(200);
      await trial.coordinator
        .post(`${at}/screening`)
        .send({ answers: eligibleAnswers(trial.protocol) })
        .expect(200);
    },
    close: async () => {
      await browser.close();
      await trial.close();
    },
  };
}

export const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
export const follow = (page: Page, name: string): Promise<void> => page.getByRole('link', { name, exact: true }).click();
