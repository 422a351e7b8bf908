import { Refused } from '../../shared/refused';

/** Whether the server named this field as the one to mend; fields within others are written `answers/age`. */
export function isNamed(refused: Error | null, field: string): boolean {
  return refused instanceof Refused && refused.code === 'not-understood' && refused.details.field === field;
}
