import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useSpeech } from '../speech';

interface MishapFormProps {
  title: string;
  lead?: string;
  onSend: (form: FormData) => void;
  act: { isActing: boolean; refused: Error | null; reply: unknown };
  /** Said instead of "saved", where there is more to say. */
  told?: string;
  children: ReactNode;
}

/** One kind of mishap, closed until it is the one: what it means, its questions, what came of saving it. */
export function MishapForm({ title, lead, onSend, act, told, children }: MishapFormProps) {
  const { words } = useSpeech();
  const w = words.mishaps.person;
  return (
    <details className="card">
      <summary>{title}</summary>
      {lead && <p>{lead}</p>}
      <Form onSend={onSend} refused={act.refused}>
        {children}
        <ProblemNotice refused={act.refused} />
        {Boolean(act.reply) && !act.refused && (
          <p className="notice notice-done" role="status">
            {told ?? w.saved}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" variant="default" loading={act.isActing}>
            {w.save}
          </Button>
        </div>
      </Form>
    </details>
  );
}
