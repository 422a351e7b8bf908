import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Endpoint, Reply } from '#contract/endpoint';
import { call, type Ask } from '../../shared/api';
import type { Route } from '../../shared/route';
import { useEnvironment } from '../environment';
import { useProof } from '../proof';
import { useGrant } from '../grant';
import { useSaved } from '../saved';
import { useSpeech } from '../speech';
import { isNotSession } from './client';

/** Something that can be done: doing it, whether it is under way, what came of it. */
export interface Act<E extends Endpoint> {
  act: (ask: Ask<E>) => void;
  isActing: boolean;
  refused: Error | null;
  reply: Reply<E> | undefined;
}

/**
 * Does one thing under the grant in force, says so, and reads anew what the pages show, since one fact changes many of them.
 * @param onDone is called after that, with the reply.
 * @param left names what is no longer anybody's to read once this is done; it is not read anew while the page goes elsewhere.
 */
export function useAct<E extends Endpoint>(to: Route<E>, onDone?: (reply: Reply<E>) => void, left?: () => string | null): Act<E> {
  const { grant } = useGrant();
  const { now } = useEnvironment();
  const { say } = useSaved();
  const { words, time } = useSpeech();
  const { proven } = useProof();
  const client = useQueryClient();
  const { mutate, isPending, error, data } = useMutation<Reply<E>, Error, Ask<E>>({
    mutationFn: (ask) => proven(() => call(to, ask, grant)),
    onSuccess: async (reply) => {
      const unread = left?.() ?? null;
      await client.invalidateQueries({ predicate: (query) => isNotSession(query) && query.queryKey[0] !== unread });
      say(words.common.saved(time(now().toISOString())));
      onDone?.(reply);
    },
  });
  return { act: mutate, isActing: isPending, refused: error, reply: data };
}
