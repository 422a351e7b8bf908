import { useSuspenseQuery } from '@tanstack/react-query';
import type { Endpoint, Reply } from '#contract/endpoint';
import { call, type Ask } from '../../shared/api';
import type { Route } from '../../shared/route';
import { useGrant } from '../grant';

/**
 * Reads from the server under the grant in force; the page waits while it loads, and the nearest boundary tells a refusal.
 * @param again after how many milliseconds to ask again, given the reply; null where it is final
 */
export function useRead<E extends Endpoint>(to: Route<E>, ask: Ask<E>, again?: (reply: Reply<E>) => number | null): Reply<E> {
  const { grant } = useGrant();
  return useSuspenseQuery({
    queryKey: [to.id, grant, ask],
    queryFn: () => call(to, ask, grant),
    refetchInterval: ({ state: { data } }) => (again && data !== undefined ? (again(data) ?? false) : false),
  }).data;
}
