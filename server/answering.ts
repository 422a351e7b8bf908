import type { Answering } from './db/stores/ways';

/** Long enough for somebody to think over the next question; a demonstration's clock is the only thing that could matter sooner. */
const KEPT_MILLISECONDS = 60_000;
const KEPT_SESSIONS = 2_000;

/**
 * What this process remembers of the people who are answering now, so that the next answer needs no reading first. It can only be
 * right or refused: the write names the head it rests on and the session, and the database refuses where either has changed.
 */
export interface AnsweringMemory {
  recall(tokenHash: string, wave: string, now: Date): Answering | undefined;
  keep(tokenHash: string, wave: string, now: Date, answering: Answering): void;
  forget(tokenHash: string): void;
}

export function rememberAnswering(): AnsweringMemory {
  const kept = new Map<string, { wave: string; until: number; answering: Answering }>();
  return {
    recall: (tokenHash, wave, now) => {
      const found = kept.get(tokenHash);
      return found && found.wave === wave && found.until > now.getTime() ? found.answering : undefined;
    },
    keep: (tokenHash, wave, now, answering) => {
      kept.delete(tokenHash);
      kept.set(tokenHash, { wave, until: now.getTime() + KEPT_MILLISECONDS, answering });
      if (kept.size > KEPT_SESSIONS) kept.delete(kept.keys().next().value!);
    },
    forget: (tokenHash) => void kept.delete(tokenHash),
  };
}
