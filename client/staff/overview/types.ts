import type { Reply } from '#contract/endpoint';
import type { readCompleteness, readFlow, readRecruitment } from '#contract/staff/overview';

export type Recruitment = Reply<typeof readRecruitment>;
export type Flow = Reply<typeof readFlow>;
export type FlowBranch = Flow['branches'][number];
export type Completeness = Reply<typeof readCompleteness>['waves'][number];
