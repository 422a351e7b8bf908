import { ChartFigure } from '../components/chart-figure';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import { CompareTable } from './compare-table';
import type { Compared } from './compared';
import { GuessFigure } from './guess-figure';
import { ImbalanceFigure } from './imbalance-figure';

/** Warnings first, then the figures, then every number: what is reckoned of the schemes side by side. */
export function Comparison({ compared }: { compared: readonly Compared[] }) {
  const { words, number } = useSpeech();
  const w = words.schemes;
  const guesses = compared
    .map(({ label, found }) => `${label}: ${w.measures.correctGuessRate} ${w.percent(number(100 * found.correctGuessRate, 1))}`)
    .join('; ');
  const differences = compared.map(({ label, found }) => `${label}: ${w.typically(number(found.imbalance.mean, 1))}`).join('; ');
  return (
    <>
      <Warnings compared={compared} />
      <ChartFigure
        title={w.figure}
        description={w.figurePicture(guesses)}
        fileName="schemes-guessing"
        chart={<GuessFigure compared={compared} />}
      >
        <dl className="scheme-reads">
          {keysOf(w.reads).map((measure) => (
            <div key={measure}>
              <dt>{w.measures[measure]}</dt>
              <dd className="quiet">{w.reads[measure]}</dd>
            </div>
          ))}
        </dl>
      </ChartFigure>
      <ChartFigure
        title={`${w.imbalance}: ${w.total.toLowerCase()}`}
        description={w.imbalancePicture(differences)}
        fileName="schemes-imbalance"
        chart={<ImbalanceFigure compared={compared} of={({ found }) => found.imbalance} />}
      >
        <p className="quiet">{w.imbalanceLead}</p>
      </ChartFigure>
      {compared.some(({ found }) => found.stratumImbalance !== null) && (
        <ChartFigure
          title={`${w.imbalance}: ${w.inStratum.toLowerCase()}`}
          description={w.imbalancePicture(differences)}
          fileName="schemes-imbalance-stratum"
          chart={<ImbalanceFigure compared={compared} of={({ found }) => found.stratumImbalance} />}
        >
          <p className="quiet">{w.imbalanceLead}</p>
        </ChartFigure>
      )}
      <CompareTable compared={compared} />
    </>
  );
}

function Warnings({ compared }: { compared: readonly Compared[] }) {
  const { words, text } = useSpeech();
  const w = words.schemes;
  const warned = compared.flatMap(({ label, found }) => found.warnings.map((warning) => ({ label, ...warning })));
  return (
    <section aria-live="polite">
      <h2>{w.warnings}</h2>
      {warned.length === 0 && <p>{w.noWarnings}</p>}
      {warned.map(({ label, code, sentence }) => (
        <div key={`${label} ${code}`} className="notice notice-attention">
          <p className="notice-title">{label}</p>
          <p>{text(sentence)}</p>
        </div>
      ))}
    </section>
  );
}
