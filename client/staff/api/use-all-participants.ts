import { useSuspenseQuery } from '@tanstack/react-query';
import type { Reply } from '#contract/endpoint';
import type { listParticipants } from '#contract/staff/participants';
import { call } from '../../shared/api';
import { useGrant } from '../grant';
import { endpoints } from './endpoints';

export type ParticipantRow = Reply<typeof listParticipants>['participants'][number];

// A coordinator's site has tens; ten pages of fifty keep the first page quick even where it has thousands.
const PAGES = 10;

/** The newest participants of my site, page after page; `isWhole` says whether that is everybody. */
export function useAllParticipants(): { participants: ParticipantRow[]; isWhole: boolean } {
  const { grant, trial } = useGrant();
  const read = async (): Promise<{ participants: ParticipantRow[]; isWhole: boolean }> => {
    const participants: ParticipantRow[] = [];
    let before: string | undefined;
    for (let page = 0; page < PAGES; page += 1) {
      const reply = await call(endpoints.listParticipants, { params: { trial }, query: { before } }, grant);
      participants.push(...reply.participants);
      if (reply.next === null) return { participants, isWhole: true };
      before = reply.next;
    }
    return { participants, isWhole: false };
  };
  return useSuspenseQuery({ queryKey: [endpoints.listParticipants.id, grant, 'all'], queryFn: read }).data;
}
