import { useSuspenseQuery } from '@tanstack/react-query';
import type { Endpoint, Reply } from '#contract/endpoint';
import { call, type Ask } from '../../shared/api';
import type { Route } from '../../shared/route';
import { useGrant } from '../grant';

/** Reads from the server under the grant in force; the page waits while it loads, and the nearest boundary tells a refusal. */
export function useRead<E extends Endpoint>(to: Route<E>, ask: Ask<E>): Reply<E> {
  const { grant } = useGrant();
  return useSuspenseQuery({ queryKey: [to.id, grant, ask], queryFn: () => call(to, ask, grant) }).data;
}
