import type { Reply } from '#contract/endpoint';
import type { readGate } from '#contract/staff/gate';
import type { readProtocol } from '#contract/staff/protocol';

/** The protocol as a reader gets it. */
export type Reading = Reply<typeof readProtocol>;
export type ReadWave = Reading['waves'][number];
export type ReadDelivery = Reading['delivery'][number];
export type Condition = Reply<typeof readGate>['conditions'][number];
