import type { Characteristics } from '#protocols/model/characteristics';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import type { Compared } from './compared';

/** Every number of the figures and those that have none, a scheme a column; what is simulated carries its standard error. */
export function CompareTable({ compared }: { compared: readonly Compared[] }) {
  const { words, number } = useSpeech();
  const w = words.schemes;
  const share = (value: number | null, error = 0) =>
    value === null
      ? words.common.none
      : `${w.percent(number(100 * value, 1))}${error > 0 ? ` ${w.plusMinus(number(100 * error, 2))}` : ''}`;
  const plain = (value: number | null | undefined, decimals: number, error = 0) =>
    value === null || value === undefined
      ? words.common.none
      : `${number(value, decimals)}${error > 0 ? ` ${w.plusMinus(number(error, decimals + 1))}` : ''}`;
  const whole = (bound: number | undefined, n: number) =>
    bound === undefined ? words.common.none : bound < n ? number(Math.ceil(bound)) : w.noBound;
  // A number of ways may have fifty digits.
  const ways = (digits: string) =>
    digits.length > 7 ? `${number(Number(digits.slice(0, 2)) / 10, 1)}·10^${digits.length - 1}` : number(Number(digits));
  const cells: Record<keyof typeof w.measures, (one: Characteristics, trials: number) => string> = {
    correctGuessRate: (one) => share(one.correctGuessRate, one.standardError),
    longRunGuessRate: (one) => share(one.longRunGuessRate),
    forcedRate: (one) => share(one.forcedRate, one.standardErrors?.forced),
    entropyBits: (one) => plain(one.entropyBits, 3, one.standardErrors?.entropy),
    accidentalBias: (one) => plain(one.accidentalBias, 3),
    balancedRate: (one) => share(one.balancedRate, one.standardErrors?.balanced),
    imbalanceMean: (one) => plain(one.imbalance.mean, 2, one.standardErrors?.imbalanceMean),
    imbalanceVariance: (one) => plain(one.imbalance.variance, 2, one.standardErrors?.imbalanceVariance),
    imbalanceBound: (one) => whole(one.imbalance.bound, one.n),
    stratumMean: (one) => plain(one.stratumImbalance?.mean, 2),
    stratumBound: (one) => whole(one.stratumImbalance?.bound, one.n),
    marginalMean: (one) => plain(one.marginalImbalance?.mean, 2, one.standardErrors?.marginalMean),
    allocations: (one) => (one.allocations === null ? words.common.none : ways(one.allocations)),
    method: (one, trials) => (one.method === 'exact' ? w.exact : w.simulated(number(trials))),
  };
  return (
    <section>
      <h2>{w.table}</h2>
      <RowTable caption={w.table}>
        <thead>
          <tr>
            <th scope="col">{w.measure}</th>
            {compared.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keysOf(w.measures).map((measure) => (
            <tr key={measure}>
              <th scope="row">{w.measures[measure]}</th>
              {compared.map(({ label, found, trials }) => (
                <td key={label}>{cells[measure](found, trials)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </RowTable>
    </section>
  );
}
