import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { Refused } from '../../shared/refused';

export const SESSION = ['whoAmI'] as const;

export const isNotSession = ({ queryKey }: { queryKey: readonly unknown[] }): boolean => queryKey[0] !== SESSION[0];

/** One cache of what the server said. A session that has ended shows the sign-in page wherever one is; the address stays. */
export function makeClient(): QueryClient {
  const noticeEnd = (error: unknown): void => {
    if (error instanceof Refused && error.code === 'signed-out') client.setQueryData(SESSION, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: noticeEnd }),
    mutationCache: new MutationCache({ onError: noticeEnd }),
    defaultOptions: {
      queries: {
        retry: (tries, error) => tries < 2 && error instanceof Refused && (error.code === 'busy' || error.code === 'offline'),
      },
    },
  });
  return client;
}
