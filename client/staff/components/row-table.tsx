import type { ReactNode } from 'react';

/** A table that scrolls within itself on a narrow screen, reachable by keyboard, with its title for those who cannot see it. */
export function RowTable({ caption, children, quiet }: { caption: string; children: ReactNode; quiet?: boolean }) {
  return (
    <div className="table-frame" role="region" aria-label={caption} tabIndex={0}>
      <table className={quiet ? 'rows quiet-rows' : 'rows'}>
        <caption className="hidden-caption">{caption}</caption>
        {children}
      </table>
    </div>
  );
}
