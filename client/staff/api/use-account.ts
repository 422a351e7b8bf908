import { useSuspenseQuery } from '@tanstack/react-query';
import type { Reply } from '#contract/endpoint';
import type { readAccount } from '#contract/staff/account';
import { call } from '../../shared/api';
import { endpoints } from './endpoints';

export type Account = Reply<typeof readAccount>;

export const ACCOUNT = [endpoints.readAccount.id] as const;

/** My own account. */
export function useAccount(): Account {
  return useSuspenseQuery({ queryKey: ACCOUNT, queryFn: () => call(endpoints.readAccount, {}) }).data;
}
