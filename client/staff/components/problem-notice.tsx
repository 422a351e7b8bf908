import { Refused } from '../../shared/refused';
import { PasskeyUnused } from '../api/passkeys';
import { useSpeech, type Speech } from '../speech';

/** A refusal in words: what is so, and what to do. Nothing where nothing was refused. */
export function ProblemNotice({ refused }: { refused: Error | null }) {
  const speech = useSpeech();
  const { words } = speech;
  if (!refused) return null;
  const told = wordsOf(refused, speech);
  const number = refused instanceof Refused && refused.status >= 500 ? refused.instance : null;
  return (
    <div className="notice notice-attention" role="alert">
      <p className="notice-title">{told.title}</p>
      <p>{told.cure}</p>
      {number && (
        <p className="quiet">
          {words.common.number}: <code>{number}</code>
        </p>
      )}
    </div>
  );
}

function wordsOf(refused: Error, { language, words, time }: Speech): { title: string; cure: string } {
  if (refused instanceof PasskeyUnused) return { title: words.account.passkeyUnused, cure: words.account.passkeyUnusedCure };
  if (!(refused instanceof Refused)) return { title: words.common.broken, cure: words.common.brokenCure };
  const told = refused.words[language];
  // A wait whose end is known is told by the clock.
  const { until, because } = refused.details;
  // Why two things must not meet is said between what is so and what to do.
  if (isText(because)) return { ...told, cure: `${because[language]} ${told.cure}` };
  return typeof until === 'string' ? { ...told, cure: words.account.waitUntil(time(until)) } : told;
}

const isText = (given: unknown): given is Record<'da' | 'en', string> =>
  typeof given === 'object' && given !== null && 'da' in given && 'en' in given;
