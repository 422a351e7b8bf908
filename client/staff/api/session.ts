import { useMutation, useQuery, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { Proof } from '#contract/staff/proof';
import { call } from '../../shared/api';
import { Refused } from '../../shared/refused';
import type { SignedIn } from '../grant';
import { isNotSession, SESSION } from './client';
import { endpoints } from './endpoints';
import { answerWithPasskey } from './passkeys';

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

/** What somebody else read before is forgotten; the session itself is watched, so it is changed and not removed. */
function welcome(client: QueryClient, signedIn: SignedIn | null): void {
  client.removeQueries({ predicate: isNotSession });
  client.setQueryData(SESSION, signedIn);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => call(endpoints.signIn, { body }),
    onSuccess: (signedIn) => welcome(client, signedIn),
  });
}

/** The second step of a sign-in, with the ticket of the first. */
export function useFinishSignIn(ticket: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (proof: Exclude<Proof, { way: 'password' }>) => call(endpoints.finishSignIn, { body: { ticket, proof } }),
    onSuccess: (signedIn) => welcome(client, signedIn),
  });
}

export function useSignInByPasskey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => call(endpoints.signInByPasskey, { body: { answer: await answerWithPasskey() } }),
    onSuccess: (signedIn) => welcome(client, signedIn),
  });
}

export function useAcceptInvitation(onIn: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { code: string; password: string }) => call(endpoints.acceptInvitation, { body }),
    onSuccess: (signedIn) => {
      onIn();
      welcome(client, signedIn);
    },
  });
}

/** Signs out; what was read is forgotten at once, whatever the server says. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(endpoints.signOut, {}),
    onSettled: () => welcome(client, null),
  });
}
