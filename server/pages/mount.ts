import type { Express } from 'express';
import type { App } from '../context';

/** Mounts the participant's pages. */
export function mountPages(_web: Express, _app: App, _log: (fault: unknown, request: string) => void): void {}
