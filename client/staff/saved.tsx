import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

interface Saved {
  /** What was last said, such as "Saved at 10:42". */
  said: string;
  say: (sentence: string) => void;
}

const SavedContext = createContext<Saved | null>(null);

/** Keeps the last confirmation; the shell reads it out, once and politely. */
export function SavedProvider({ children }: { children: ReactNode }) {
  const [said, say] = useState('');
  const saved = useMemo(() => ({ said, say }), [said]);
  return <SavedContext.Provider value={saved}>{children}</SavedContext.Provider>;
}

export function useSaved(): Saved {
  const saved = useContext(SavedContext);
  if (!saved) throw new Error('nobody listens for confirmations around this page');
  return saved;
}
