import type { SharePlace } from '#protocols/model/ceremony';
import { useSpeech } from '../speech';
import { Abort } from './abort';
import { BringShare } from './bring-share';
import { EnterValue } from './enter-value';
import { MakeShare } from './make-share';
import type { Ceremony } from './types';

/** What the ceremony under way waits for, and the reader's own part in it. */
export function NextStep({ one, place }: { one: Ceremony; place: SharePlace | null }) {
  const { words } = useSpeech();
  const w = words.ceremony;
  return (
    <section className="card next" aria-labelledby="now">
      <h2 id="now">{w.now(one.ceremony)}</h2>
      {one.isOutdated ? <p>{w.outdated}</p> : <Step one={one} place={place} />}
      {one.refusals.abort === null && <Abort one={one} />}
    </section>
  );
}

function Step({ one, place }: { one: Ceremony; place: SharePlace | null }) {
  const { words, instant } = useSpeech();
  const w = words.ceremony.waits;
  const own = place === null ? null : one[place];
  switch (one.standing) {
    case 'shares':
      if (place !== null && one.refusals.commit === null) return <MakeShare one={one} place={place} />;
      return <p>{own?.mine ? w.otherShare(instant(one.knownAt)) : w.shares(instant(one.knownAt))}</p>;
    case 'value-time':
      return <p>{w.valueTime(one.source, instant(one.knownAt))}</p>;
    case 'value':
      return one.refusals.enter === null ? <EnterValue one={one} /> : <p>{w.value}</p>;
    case 'bringing':
      if (one.refusals.bring === null) return <BringShare one={one} />;
      return <p>{own?.mine ? w.otherBrings : w.bringing}</p>;
    default:
      return <p>{w.tooLate}</p>;
  }
}
