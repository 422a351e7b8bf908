import type { Text } from '#protocols/model/text';
import { mayRecord } from '#protocols/rules/delivery';
import type { HeldSession } from './db/stores/groups';
import type { OpenedGroup } from './group';

/** A planned session with what is recorded of it. */
export interface SessionRow {
  ordinal: number;
  plannedOn: string;
  theme: Text | null;
  recorded: Omit<HeldSession, 'ordinal'> | null;
  open: boolean;
}

/** A group's sessions in their order, as every page of staff shows them. */
export function sessionRows(group: OpenedGroup, now: Date): SessionRow[] {
  return group.sessions.map((plannedOn, index) => {
    const ordinal = index + 1;
    const known = group.recorded.find((one) => one.ordinal === ordinal);
    return {
      ordinal,
      plannedOn,
      theme: group.component.themes?.[index] ?? null,
      recorded: known ? { held: known.held, heldOn: known.heldOn, theme: known.theme, fidelity: known.fidelity } : null,
      open: mayRecord(group, ordinal, now),
    };
  });
}
