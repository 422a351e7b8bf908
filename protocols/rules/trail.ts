import { accessOf, type Moment } from '../model/access';
import { ARM_KINDS, DELIVERY_KINDS, payloads, type Kind } from '../model/fact';
import type { Role } from '../model/role';

/** Kinds that tell that an answer or a worry called for help. */
const ALERT_KINDS: readonly Kind[] = ['alert-raised', 'alert-notified', 'alert-acknowledged', 'alert-contacted', 'alert-closed'];

/** The kinds that a role's trail leaves out at a moment: what exists in one arm only, as long as the arm is sealed, and single alerts. */
export function sealedKinds(role: Role, moment: Moment): Kind[] {
  const isHidden = (thing: 'arm' | 'group' | 'alerts'): boolean => ['never', 'counts'].includes(accessOf(role, thing, moment));
  return (Object.keys(payloads) as Kind[]).filter(
    (kind) =>
      ((ARM_KINDS as readonly Kind[]).includes(kind) && isHidden('arm')) ||
      ((DELIVERY_KINDS as readonly Kind[]).includes(kind) && isHidden('group')) ||
      (ALERT_KINDS.includes(kind) && isHidden('alerts')),
  );
}
