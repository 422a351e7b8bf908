import type { SharePlace } from '../model/ceremony';
import { dayOf } from './calendar';
import { mayBring, mayCommit, standingOf, type Ceremony } from './ceremony';
import type { Sentence } from './today';

/** Who reads: the place of their share, or null where they only follow the ceremony. */
export interface CeremonyReader {
  actor: string;
  place: SharePlace | null;
}

/**
 * What the ceremony under way asks of the reader, in one sentence: their own step, or whom and what it waits for.
 * @param protocolDigest the version in force: a ceremony of another cannot go on.
 */
export function todayOfCeremony(one: Ceremony, reader: CeremonyReader, protocolDigest: string, now: Date): Sentence[] {
  const { actor, place } = reader;
  const standing = standingOf(one, now);
  if (standing === 'aborted' || standing === 'complete') return [];
  if (standing === 'too-late' || one.protocolDigest !== protocolDigest) {
    return [place ? { code: 'ceremony-give-up', urgency: 'today' } : { code: 'ceremony-stuck', urgency: 'can-wait' }];
  }
  const day = dayOf(new Date(one.knownAt));
  switch (standing) {
    case 'shares':
      return place && mayCommit(one, place, actor, protocolDigest, now) === null
        ? [{ code: 'ceremony-commit', urgency: 'today', day }]
        : [{ code: 'ceremony-waits-shares', urgency: 'can-wait', day }];
    case 'value-time':
      return [{ code: 'ceremony-waits-value', urgency: 'can-wait', day }];
    case 'value':
      return [place ? { code: 'ceremony-enter', urgency: 'today' } : { code: 'ceremony-waits-value', urgency: 'can-wait', day }];
    case 'bringing':
      return place && mayBring(one, place, actor, protocolDigest) === null
        ? [{ code: 'ceremony-bring', urgency: 'today' }]
        : [{ code: 'ceremony-waits-bringing', urgency: 'can-wait' }];
  }
}
