import { useMutation, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { call } from '../../shared/api';
import { Refused } from '../../shared/refused';
import type { SignedIn } from '../grant';
import { isNotSession, SESSION } from './client';
import { endpoints } from './endpoints';

async function readSession(): Promise<SignedIn | null> {
  try {
    return await call(endpoints.whoAmI, {});
  } catch (error) {
    // Not being signed in is an answer here, not a failure.
    if (error instanceof Refused && error.code === 'signed-out') return null;
    throw error;
  }
}

/** Who is signed in; null for nobody. */
export function useSession(): UseQueryResult<SignedIn | null> {
  return useQuery({ queryKey: SESSION, queryFn: readSession, staleTime: 300_000 });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => call(endpoints.signIn, { body }),
    onSuccess: (signedIn) => {
      // What somebody else read before is forgotten; the session itself is watched, so it is changed and not removed.
      client.removeQueries({ predicate: isNotSession });
      client.setQueryData(SESSION, signedIn);
    },
  });
}

/** Signs out; what was read is forgotten at once, whatever the server says. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(endpoints.signOut, {}),
    onSettled: () => {
      client.removeQueries({ predicate: isNotSession });
      client.setQueryData(SESSION, null);
    },
  });
}
