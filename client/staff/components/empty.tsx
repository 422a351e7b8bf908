import type { ReactNode } from 'react';

/** A page with nothing on it yet says so, and what to do next. */
export function Empty({ title, hint, children }: { title: string; hint: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <p className="notice-title">{title}</p>
      <p>{hint}</p>
      {children}
    </div>
  );
}
