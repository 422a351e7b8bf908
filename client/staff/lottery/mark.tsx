const SIZE = 6;

/** A scheme's mark: the trial's own a filled circle, the others each a shape of their own, so that none hangs on a colour. */
export function Mark({ place, x, y }: { place: number; x: number; y: number }) {
  const look = { fill: place === 0 ? 'var(--primary)' : 'var(--surface)', stroke: place === 0 ? 'var(--primary)' : 'var(--ink)' };
  if (place === 0) return <circle cx={x} cy={y} r={SIZE} {...look} />;
  if (place === 1) return <rect x={x - 5.5} y={y - 5.5} width={11} height={11} strokeWidth={2} {...look} />;
  const points =
    place === 2 ? `${x},${y - 7} ${x + 7},${y + 5} ${x - 7},${y + 5}` : `${x},${y - 7} ${x + 7},${y} ${x},${y + 7} ${x - 7},${y}`;
  return <polygon points={points} strokeWidth={2} {...look} />;
}
