/** A QR code drawn in the page: no picture from elsewhere, dark on white in every colour scheme, with the margin that cameras need. */
export function QrCode({ side, path, label }: { side: number; path: string; label: string }) {
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`-4 -4 ${side + 8} ${side + 8}`} shapeRendering="crispEdges">
      <rect x={-4} y={-4} width={side + 8} height={side + 8} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
