import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useSpeech } from '../speech';

interface PageProps {
  title: string;
  lead?: ReactNode;
  /** The page's one primary action, where it is not a form's button. */
  action?: ReactNode;
  /** The way back to the page this one belongs to. */
  back?: ReactNode;
  children: ReactNode;
}

/** One page: its title in the window and at the top, where a reader arrives after following a link. */
export function Page({ title, lead, action, back, children }: PageProps) {
  const { words } = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  // Only on arrival: a change of the address within the page leaves the focus where it is.
  const [arrivedBy] = useState(useLocation().key);
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title, words]);
  useEffect(() => {
    // The first page of a visit starts at the top of the window, as a reader expects; "default" is its key.
    if (arrivedBy === 'default') return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [arrivedBy]);
  return (
    <>
      {back && <p className="back">{back}</p>}
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {action}
      </div>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </>
  );
}
