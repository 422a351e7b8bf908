import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { Refused } from '../shared/refused';
import { ProofDialog } from './components/proof-dialog';

interface ProofKeeper {
  /**
   * Does `act`; where the server wants to know anew who sits there, asks, and does it again. What was typed stays where it is.
   * @throws what `act` throws; its "no" where the person would rather wait.
   */
  proven: <T>(act: () => Promise<T>) => Promise<T>;
}

const ProofContext = createContext<ProofKeeper | null>(null);

interface Asked {
  done: () => void;
  stopped: () => void;
}

/** Asks for a fresh proof on behalf of any page below. */
export function ProofProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const keeper = useMemo<ProofKeeper>(
    () => ({
      proven: async (act) => {
        try {
          return await act();
        } catch (error) {
          // Every other "no" is told where it arose.
          if (!(error instanceof Refused) || error.code !== 'step-up-needed') throw error;
          await new Promise<void>((resolve, reject) => setAsked({ done: resolve, stopped: () => reject(error) }));
          return act();
        }
      },
    }),
    [],
  );
  const close = (answer: 'done' | 'stopped'): void => {
    asked?.[answer]();
    setAsked(null);
  };
  return (
    <ProofContext.Provider value={keeper}>
      {children}
      {asked && <ProofDialog onDone={() => close('done')} onStop={() => close('stopped')} />}
    </ProofContext.Provider>
  );
}

export function useProof(): ProofKeeper {
  const keeper = useContext(ProofContext);
  if (!keeper) throw new Error('nobody asks for proofs around this page');
  return keeper;
}
