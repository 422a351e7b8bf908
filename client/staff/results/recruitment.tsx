import { showShare } from '../../shared/format';
import { ShareBar } from '../components/share-bar';
import { useSpeech } from '../speech';

export function Recruitment({ allocated, target }: { allocated: number; target: number }) {
  const { words, number, language } = useSpeech();
  return (
    <section>
      <h2>{words.results.recruitment}</h2>
      <p>{words.results.recruited(number(allocated), number(target), showShare(allocated, target, language))}</p>
      <ShareBar part={allocated} whole={target} />
    </section>
  );
}
