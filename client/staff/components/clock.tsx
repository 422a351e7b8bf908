import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { useGrant, type Grant } from '../grant';
import { useSpeech } from '../speech';
import { ClockSteps } from './clock-steps';
import { ProblemNotice } from './problem-notice';

const STEPS = [1, 7] as const;
/** Whom the contract lets move it. */
const MOVERS: readonly Grant['role'][] = ['coordinator', 'researcher', 'data-manager'];

/** The demonstration's own date, and the buttons that move it on for those who may. */
export function Clock() {
  const { trial, role } = useGrant();
  const params = { trial };
  const { now } = useRead(endpoints.readTrial, { params });
  const move = useAct(endpoints.moveClock);
  const { words, dayOf } = useSpeech();
  const go = (days: number) => move.act({ params, body: { days } });
  return (
    <section className="clock" aria-label={words.clock.title}>
      <p>
        {words.top.demonstration}. <strong>{words.clock.today(dayOf(now))}.</strong>
      </p>
      {MOVERS.includes(role) && (
        <div className="clock-steps">
          {STEPS.map((days) => (
            <Button
              key={days}
              size="compact-sm"
              variant="default"
              disabled={move.isActing}
              title={words.clock.note}
              onClick={() => go(days)}
            >
              {words.clock.forward(days)}
            </Button>
          ))}
          <ClockSteps isActing={move.isActing} onGo={go} />
        </div>
      )}
      <ProblemNotice refused={move.refused} />
    </section>
  );
}
