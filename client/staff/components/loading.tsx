import { useSpeech } from '../speech';

/** Says that something is on its way. It appears after a moment only, so that a quick page does not flicker. */
export function Loading() {
  const { words } = useSpeech();
  return (
    <p className="loading" role="status">
      {words.common.loading}
    </p>
  );
}
