import type { Reply } from '#contract/endpoint';
import type { readCeremonies } from '#contract/staff/ceremony';

export type Ceremonies = Reply<typeof readCeremonies>;
export type Ceremony = Ceremonies['ceremonies'][number];
