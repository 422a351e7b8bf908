import { createContext, useContext } from 'react';

/** What only the entry may take from the browser: the moment and entropy. Pages get them from here, so that a test can give others. */
export interface Environment {
  now: () => Date;
  uuid: () => string;
  /** So many unpredictable bytes. */
  bytes: (length: number) => Uint8Array;
}

export const EnvironmentContext = createContext<Environment | null>(null);

export function useEnvironment(): Environment {
  const environment = useContext(EnvironmentContext);
  if (!environment) throw new Error('the environment is missing around this page');
  return environment;
}
