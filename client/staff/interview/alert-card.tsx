import { Button, NativeSelect } from '@mantine/core';
import { useId, useState } from 'react';
import type { Reply } from '#contract/endpoint';
import type { listAlerts } from '#contract/staff/safety';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

type Alert = Reply<typeof listAlerts>['alerts'][number];

/** One alert: what it is about, until when, and the next thing to do. Taken first, named then, closed last. */
export function AlertCard({ alert }: { alert: Alert }) {
  const { trial } = useGrant();
  const { words, text, instant } = useSpeech();
  const w = words.field.alerts;
  const title = useId();
  const params = { trial, alert: alert.alert };
  const take = useAct(endpoints.acknowledgeAlert);
  return (
    <section className="card" aria-labelledby={title}>
      <h2 id={title}>
        {showCode(alert.code)}: {alert.about ? text(alert.about) : w.concern}
      </h2>
      <p className={alert.overdue ? 'notice notice-attention' : 'quiet'}>
        {alert.overdue && <strong>{w.overdue}. </strong>}
        {w.raised(instant(alert.raisedAt))}. {w.due(instant(alert.dueAt))}.
      </p>
      {alert.seenAt && alert.seenBy && <p className="quiet">{w.taken(alert.seenBy, instant(alert.seenAt))}</p>}
      {alert.contactedAt && <p className="quiet">{w.contactedAt(instant(alert.contactedAt))}</p>}
      {alert.outcome && <p>{w.outcomes[alert.outcome]}</p>}
      <ProblemNotice refused={take.refused} />
      {alert.closedAt === null &&
        (alert.seenAt === null ? (
          <div className="buttons">
            <Button loading={take.isActing} onClick={() => take.act({ params })}>
              {w.take}
            </Button>
          </div>
        ) : (
          <Taken alert={alert} params={params} />
        ))}
    </section>
  );
}

function Taken({ alert, params }: { alert: Alert; params: { trial: string; alert: string } }) {
  const { words } = useSpeech();
  const w = words.field.alerts;
  const identify = useAct(endpoints.identifyAlert);
  const contact = useAct(endpoints.contactAlert);
  const close = useAct(endpoints.closeAlert);
  const [lacks, setLacks] = useState(false);
  const submit = (form: FormData): void => {
    const outcome = keysOf(w.outcomes).find((one) => one === form.get('outcome'));
    setLacks(!outcome);
    if (outcome) close.act({ params, body: { outcome } });
  };
  const person = identify.reply;
  return (
    <>
      {person && (
        <p className="notice" role="status">
          {person.name ?? w.nobody} {person.telephone && <a href={`tel:${person.telephone}`}>{person.telephone}</a>}{' '}
          {person.email}
        </p>
      )}
      <ProblemNotice refused={identify.refused ?? contact.refused} />
      <div className="buttons">
        <Button variant="default" loading={identify.isActing} onClick={() => identify.act({ params })}>
          {w.identify}
        </Button>
        {alert.contactedAt === null && (
          <Button loading={contact.isActing} onClick={() => contact.act({ params })}>
            {w.contacted}
          </Button>
        )}
      </div>
      <p className="quiet">{w.identifyHint}</p>
      <Form onSend={submit} refused={close.refused}>
        <NativeSelect
          name="outcome"
          label={w.outcome}
          data={[
            { value: '', label: words.common.choose },
            ...keysOf(w.outcomes).map((value) => ({ value, label: w.outcomes[value] })),
          ]}
          error={lacks && words.common.answerThis}
        />
        <ProblemNotice refused={close.refused} />
        <div className="buttons">
          <Button type="submit" variant="default" loading={close.isActing}>
            {w.close}
          </Button>
        </div>
      </Form>
    </>
  );
}
