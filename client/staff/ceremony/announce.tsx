import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** Announces the public value that the ceremony will wait for. */
export function Announce() {
  const { trial } = useGrant();
  const { words, instant } = useSpeech();
  const w = words.ceremony.announce;
  const [source, setSource] = useState('');
  const [when, setWhen] = useState('');
  const [tried, setTried] = useState(false);
  const announce = useAct(endpoints.announceCeremony);
  const knownAt = when === '' ? null : new Date(when).toISOString();
  const send = (): void => {
    setTried(true);
    if (source.trim().length < 7 || knownAt === null) return;
    announce.act({ params: { trial }, body: { source: source.trim(), knownAt } });
  };
  return (
    <Form className="card" onSend={send} refused={announce.refused}>
      <h2>{w.title}</h2>
      <p>{w.lead}</p>
      <TextInput
        name="source"
        label={w.source}
        description={w.sourceExample}
        value={source}
        onChange={(event) => setSource(event.target.value)}
        error={tried && source.trim().length < 7 ? w.sourceHint : null}
        maxLength={200}
      />
      <TextInput
        name="knownAt"
        type="datetime-local"
        label={w.knownAt}
        description={knownAt === null ? w.knownAtExample : instant(knownAt)}
        value={when}
        onChange={(event) => setWhen(event.target.value)}
        error={tried && knownAt === null ? w.knownAtHint : null}
      />
      <ProblemNotice refused={announce.refused} />
      <Button type="submit" loading={announce.isActing}>
        {w.submit}
      </Button>
    </Form>
  );
}
