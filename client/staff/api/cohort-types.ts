import type { Reply } from '#contract/endpoint';
import type { listCohorts, readCohort } from '#contract/staff/cohorts';

export type CohortRow = Reply<typeof listCohorts>['cohorts'][number];
export type CohortDetail = Reply<typeof readCohort>;
