import type { Reply } from '#contract/endpoint';
import type { readGuard } from '#contract/staff/guard';
import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

type Tests = NonNullable<Reply<typeof readGuard>['tests']>;

/** A p below this is worth a talk with the site; it is no verdict. */
const WORTH_A_LOOK = 0.05;

/** The three questions, each with its slope on the chance of the next lot. */
export function SelectionTests({ tests }: { tests: Tests }) {
  const { words, number } = useSpeech();
  const w = words.mishaps.guard;
  return (
    <>
      <RowTable caption={w.tests}>
        <thead>
          <tr>
            <th scope="col">{w.question}</th>
            <th scope="col">{w.answer}</th>
            <th scope="col">{w.n}</th>
            <th scope="col">{w.slope}</th>
            <th scope="col">{w.p}</th>
          </tr>
        </thead>
        <tbody>
          {keysOf(w.questions).map((question) => {
            const test = tests[question];
            return (
              <tr key={question}>
                <th scope="row">{w.questions[question]}</th>
                <td>{'slope' in test ? (test.p < WORTH_A_LOOK ? w.look : w.calm) : w.refused[test.refused]}</td>
                <td>{test.n}</td>
                <td>{'slope' in test ? number(test.slope, 2) : words.common.none}</td>
                <td>{'slope' in test ? number(test.p, 3) : words.common.none}</td>
              </tr>
            );
          })}
        </tbody>
      </RowTable>
      <p className="quiet">{w.means}</p>
    </>
  );
}
