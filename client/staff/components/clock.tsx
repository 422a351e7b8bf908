import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { ProblemNotice } from './problem-notice';

const STEPS = [1, 7, 70] as const;

/** The demonstration's own date, and the buttons that move it on for those who may. */
export function Clock() {
  const { trial, role } = useGrant();
  const params = { trial };
  const { now } = useRead(endpoints.readTrial, { params });
  const move = useAct(endpoints.moveClock);
  const { words, dayOf } = useSpeech();
  return (
    <section className="clock" aria-label={words.clock.title}>
      <p>
        {words.top.demonstration}. <strong>{words.clock.today(dayOf(now))}.</strong>
      </p>
      {role !== 'custodian' && (
        <div className="clock-steps">
          {STEPS.map((days) => (
            <Button
              key={days}
              size="compact-sm"
              variant="default"
              disabled={move.isActing}
              title={words.clock.note}
              onClick={() => move.act({ params, body: { days } })}
            >
              {days === 70 ? words.clock.weeks(10) : words.clock.forward(days)}
            </Button>
          ))}
        </div>
      )}
      <ProblemNotice refused={move.refused} />
    </section>
  );
}
