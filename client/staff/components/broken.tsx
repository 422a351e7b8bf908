import { Button } from '@mantine/core';
import { useSpeech } from '../speech';
import { ProblemNotice } from './problem-notice';

/** A page that could not be read: why, and the way on. */
export function Broken({ error, again }: { error: Error; again: () => void }) {
  const { words } = useSpeech();
  return (
    <main className="alone">
      <ProblemNotice refused={error} />
      <p>
        <Button variant="default" onClick={again}>
          {words.common.again}
        </Button>
      </p>
    </main>
  );
}
