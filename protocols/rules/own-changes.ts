import type { Protocol } from '../model/protocol';
import type { Way } from '../model/way';
import { stoppedBy } from './waves';

/** The changes a person can make by themselves, mildest first. */
export const OWN_CHANGES = ['leaves-intervention', 'fewer-contacts', 'no-more-data', 'erase'] as const;
export type OwnChange = (typeof OWN_CHANGES)[number];

/** The changes still open to a person: not those made already, nor those without meaning where they stand. Page and service ask alike. */
export function ownChanges(way: Way, protocol: Protocol): OwnChange[] {
  const made = way.milestones.filter(({ kind }) => kind === 'participation-changed').map(({ detail }) => detail.change);
  const isAsked = stoppedBy(way) === null;
  return OWN_CHANGES.filter((change) => {
    if (made.includes(change)) return false;
    switch (change) {
      case 'leaves-intervention':
        return isAsked && protocol.delivery.some(({ arm }) => arm === way.allocation?.arm);
      case 'fewer-contacts':
      case 'no-more-data':
        return isAsked;
      case 'erase':
        return protocol.legalBasis === 'consent';
    }
  });
}
