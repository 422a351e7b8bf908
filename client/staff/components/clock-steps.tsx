import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

interface Props {
  isActing: boolean;
  onGo: (days: number) => void;
}

/** The moments worth going to next, by their names. */
export function ClockSteps({ isActing, onGo }: Props) {
  const { trial } = useGrant();
  const { steps } = useRead(endpoints.readClock, { params: { trial } });
  const { words, text } = useSpeech();
  return steps.map(({ kind, wave, week, days }) => {
    const title = wave ? text(wave) : '';
    return (
      <Button key={`${kind}-${title}`} size="compact-sm" variant="default" disabled={isActing} onClick={() => onGo(days)}>
        {words.clock.goTo[kind](week, title)}
      </Button>
    );
  });
}
