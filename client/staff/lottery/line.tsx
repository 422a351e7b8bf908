import { Link } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { readLottery } from '#contract/staff/lottery';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

export type Lottery = Reply<typeof readLottery>;

/** Shapes beside the words, so that nothing hangs on a colour. */
export const MARKS: Record<Lottery['state'], string> = { intact: '✓', broken: '!', late: '…', unchecked: '…' };

/** One line on everyday pages: whether the lottery is intact, when that was last looked at, and the way to the proof. */
export function LotteryLine() {
  const grant = useGrant();
  const { words, instant } = useSpeech();
  const { state, checkedAt } = useRead(endpoints.readLottery, { params: { trial: grant.trial } });
  const w = words.lottery;
  return (
    <p className={`lottery-line lottery-${state}`}>
      <span className="lottery-mark" aria-hidden="true">
        {MARKS[state]}
      </span>
      <span>
        <strong>{w.line[state]}</strong>
        {checkedAt !== null && <span className="quiet"> · {w.checked(instant(checkedAt))}</span>}
      </span>
      <Link to={paths.lottery(grant)}>{state === 'broken' ? w.whatToDo : w.proof}</Link>
    </p>
  );
}
