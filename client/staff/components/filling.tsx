import { useSpeech } from '../speech';

interface FillingProps {
  members: number;
  minimum: number;
  capacity: number;
}

/** How full a cohort is: a bar with a notch at the least number, and the same in words. */
export function Filling({ members, minimum, capacity }: FillingProps) {
  const { words } = useSpeech();
  const w = words.filling;
  const share = (n: number): string => `${Math.min(100, (100 * n) / Math.max(1, capacity))}%`;
  const state = members >= capacity ? w.full : members >= minimum ? w.enough : w.lacks(minimum - members);
  return (
    <div className="filling">
      <div className="filling-bar" aria-hidden="true">
        <div className={members >= minimum ? 'filling-part filling-enough' : 'filling-part'} style={{ width: share(members) }} />
        <div className="filling-least" style={{ left: share(minimum) }} />
      </div>
      <span>{w.bar(members, minimum, capacity)}</span> <span className="quiet">{state}</span>
    </div>
  );
}
