import { useSpeech } from '../speech';

/** Says that something is on its way, in the shape of what comes. It appears after a moment only, so that a quick page does not flicker. */
export function Loading() {
  const { words } = useSpeech();
  return (
    <div className="loading" role="status">
      <span className="hidden-caption">{words.common.loading}</span>
      <div className="bone bone-title" aria-hidden="true" />
      <div className="bone" aria-hidden="true" />
      <div className="bone" aria-hidden="true" />
      <div className="bone bone-short" aria-hidden="true" />
    </div>
  );
}
