import { useSpeech } from '../speech';
import { offerInWords } from './offer-words';
import type { Reading } from './types';

/** What each arm is offered, with the themes, and how large a cohort is. */
export function Offered({ reading: { arms, delivery, cohorts } }: { reading: Reading }) {
  const speech = useSpeech();
  const { words, text } = speech;
  const w = words.protocol;
  return (
    <section>
      <h2>{w.offered}</h2>
      <p>{w.cohorts(cohorts.minimum, cohorts.capacity)}</p>
      {arms.map((arm) => {
        const offers = delivery.filter((one) => one.offeredTo === arm.id);
        return (
          <div key={arm.id}>
            <h3>{text(arm.name)}</h3>
            {offers.length === 0 && <p>{w.offeredNothing}</p>}
            {offers.map((offer) => (
              <div key={offer.id}>
                <p>
                  {offerInWords(offer, speech)}. {offer.capacity && w.groupOf(...offer.capacity)}{' '}
                  {offer.facilitators !== undefined && offer.facilitators > 0 && w.ledBy(offer.facilitators)}
                </p>
                {offer.themes && (
                  <>
                    <p className="quiet">{w.themes}</p>
                    <ol>
                      {offer.themes.map((theme, place) => (
                        <li key={place}>{text(theme)}</li>
                      ))}
                    </ol>
                  </>
                )}
              </div>
            ))}
          </div>
        );
      })}
    </section>
  );
}
