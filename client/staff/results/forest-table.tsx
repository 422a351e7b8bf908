import { Fragment } from 'react';
import { showP } from '../../shared/format';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';
import { keysOf } from '../words/keys-of';
import type { EffectRow } from './effect-types';
import { levelOf } from './finding';

/** The forest plot's numbers, grouped as it is drawn; a method that refused says why. */
export function ForestTable({ rows }: { rows: readonly EffectRow[] }) {
  const speech = useSpeech();
  const { words, text, number, language } = speech;
  const w = words.forest;
  const level = rows.find(({ interval }) => interval)?.interval?.level ?? 0.95;
  return (
    <RowTable caption={words.common.numbersOf(w.title)}>
      <thead>
        <tr>
          <th scope="col">{w.analysis}</th>
          <th scope="col" className="figure">
            {w.difference}
          </th>
          <th scope="col" className="figure">
            {w.interval(levelOf(level, speech))}
          </th>
          <th scope="col" className="figure">
            {w.p}
          </th>
          <th scope="col" className="figure">
            {w.n}
          </th>
          <th scope="col">{w.method}</th>
        </tr>
      </thead>
      <tbody>
        {keysOf(w.kinds).map((kind) => {
          const ofKind = rows.filter((row) => row.kind === kind);
          if (ofKind.length === 0) return null;
          return (
            <Fragment key={kind}>
              <tr>
                <th scope="rowgroup" colSpan={6} className="group">
                  {w.kinds[kind]}
                </th>
              </tr>
              {ofKind.map(({ id, label, estimate, interval, p, n, method, refused, warnings }) => (
                <tr key={id}>
                  <th scope="row">{text(label)}</th>
                  {estimate === null || !interval ? (
                    <td colSpan={3}>{refused ? wordOf(words.codes.refused, refused) : words.common.none}</td>
                  ) : (
                    <>
                      <td className="figure">{number(estimate, 1)}</td>
                      <td className="figure">{words.forest.between(number(interval.lower, 1), number(interval.upper, 1))}</td>
                      <td className="figure">{p === null ? words.common.none : showP(p, language)}</td>
                    </>
                  )}
                  <td className="figure">{number(n)}</td>
                  <td>
                    {wordOf(words.codes.methods, method)}
                    {warnings.map((warning) => (
                      <span key={warning} className="warning">
                        {wordOf(words.codes.warnings, warning)}
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </Fragment>
          );
        })}
      </tbody>
    </RowTable>
  );
}
