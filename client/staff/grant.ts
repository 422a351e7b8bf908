import { createContext, useContext } from 'react';
import type { Reply } from '#contract/endpoint';
import type { whoAmI } from '#contract/staff/session';

export type SignedIn = Reply<typeof whoAmI>;
/** What a person may do, where. A page acts under one grant, and its address says which. */
export type Grant = SignedIn['grants'][number];

export const GrantContext = createContext<Grant | null>(null);

export function useGrant(): Grant {
  const grant = useContext(GrantContext);
  if (!grant) throw new Error('the grant is missing around this page');
  return grant;
}
