import { useSuspenseQueries } from '@tanstack/react-query';
import type { Reply } from '#contract/endpoint';
import type { listCohorts, readCohort } from '#contract/staff/cohorts';
import { call } from '../../shared/api';
import { useGrant } from '../grant';
import { endpoints } from './endpoints';
import { useRead } from './use-read';

export type CohortRow = Reply<typeof listCohorts>['cohorts'][number];
export type CohortDetail = Reply<typeof readCohort>;

/** The cohorts that are not drawn yet and have somebody in them, each with what stands in the way of drawing it. */
export function useOpenCohorts(): CohortDetail[] {
  const { grant, trial } = useGrant();
  const { cohorts } = useRead(endpoints.listCohorts, { params: { trial } });
  const open = cohorts.filter(({ drawnAt, members }) => drawnAt === null && members > 0);
  return useSuspenseQueries({
    queries: open.map(({ cohort }) => {
      const ask = { params: { trial, cohort } };
      return { queryKey: [endpoints.readCohort.id, grant, ask], queryFn: () => call(endpoints.readCohort, ask, grant) };
    }),
  }).map(({ data }) => data);
}
