/** How much of a whole, as a bar. Decoration: the numbers stand beside it. */
export function ShareBar({ part, whole }: { part: number; whole: number }) {
  const percent = whole === 0 ? 0 : Math.min(100, (100 * part) / whole);
  return (
    <div className="share" aria-hidden="true">
      <div className="share-part" style={{ width: `${percent}%` }} />
    </div>
  );
}
