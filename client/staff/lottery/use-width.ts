import { useEffect, useRef, useState, type RefObject } from 'react';

const NARROWEST = 240;

/** The room there is for a picture, up to a limit. */
export function useWidth(widest: number): { frame: RefObject<HTMLDivElement | null>; width: number } {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(widest);
  useEffect(() => {
    const watched = frame.current;
    if (!watched) return undefined;
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.min(widest, Math.max(NARROWEST, Math.floor(entry.contentRect.width))));
    });
    watcher.observe(watched);
    return () => watcher.disconnect();
  }, [widest]);
  return { frame, width };
}
