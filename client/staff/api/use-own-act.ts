import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Endpoint, Reply } from '#contract/endpoint';
import { call, type Ask } from '../../shared/api';
import type { Route } from '../../shared/route';
import { useEnvironment } from '../environment';
import { useProof } from '../proof';
import { useSaved } from '../saved';
import { useSpeech } from '../speech';
import type { Act } from './use-act';

/**
 * Does one thing to one's own account, under no grant; proves first who one is where that is asked for.
 * @param onDone is called with the reply, before what is shown is read anew.
 * @param isSaved whether something is kept by it, so that this is said.
 */
export function useOwnAct<E extends Endpoint>(to: Route<E>, onDone?: (reply: Reply<E>) => void, isSaved = true): Act<E> {
  const { now } = useEnvironment();
  const { say } = useSaved();
  const { words, time } = useSpeech();
  const { proven } = useProof();
  const client = useQueryClient();
  const { mutate, isPending, error, data } = useMutation<Reply<E>, Error, Ask<E>>({
    mutationFn: (ask) => proven(() => call(to, ask)),
    onSuccess: async (reply) => {
      onDone?.(reply);
      if (isSaved) say(words.common.saved(time(now().toISOString())));
      await client.invalidateQueries();
    },
  });
  return { act: mutate, isActing: isPending, refused: error, reply: data };
}
