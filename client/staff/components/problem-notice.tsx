import { Refused } from '../../shared/refused';
import { useSpeech } from '../speech';

/** A refusal in words: what is so, and what to do. Nothing where nothing was refused. */
export function ProblemNotice({ refused }: { refused: Error | null }) {
  const { language, words } = useSpeech();
  if (!refused) return null;
  const told =
    refused instanceof Refused ? refused.words[language] : { title: words.common.broken, cure: words.common.brokenCure };
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
