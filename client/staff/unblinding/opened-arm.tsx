import { Button } from '@mantine/core';
import type { Reply } from '#contract/endpoint';
import type { unblindParticipant } from '#contract/staff/unblinding';
import { Page } from '../components/page';
import { useSpeech } from '../speech';

/** The arm as it is shown once, alone on the page, until it is closed. */
export function OpenedArm({ opened, onClose }: { opened: Reply<typeof unblindParticipant>; onClose: () => void }) {
  const { words, text, instant } = useSpeech();
  const w = words.unblinding.open;
  return (
    <Page title={w.shown}>
      <section className="card" role="status">
        <h2>{text(opened.arm.name)}</h2>
        <p>{w.once}</p>
        {opened.before.map((at) => (
          <p key={at} className="quiet">
            {w.before(instant(at))}
          </p>
        ))}
        <div className="buttons">
          <Button onClick={onClose}>{w.done}</Button>
        </div>
      </section>
    </Page>
  );
}
