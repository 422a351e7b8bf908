import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Proof } from '#contract/staff/proof';
import { answerWithPasskey } from '../api/passkeys';
import { useSpeech } from '../speech';
import { Form } from './form';
import { ProblemNotice } from './problem-notice';

type Way = Proof['way'];

interface ProofFormProps {
  /** The ways there are, the handiest first. */
  ways: readonly Way[];
  onGive: (proof: Proof) => void;
  isActing: boolean;
  refused: Error | null;
  /** The way out, beside the button. */
  stop: ReactNode;
}

/** One way to show who one is, and the others a press away. */
export function ProofForm({ ways, onGive, isActing, refused, stop }: ProofFormProps) {
  const { words } = useSpeech();
  const w = words.account.proof;
  const [way, setWay] = useState<Way>(ways[0] ?? 'recovery');
  const [lacks, setLacks] = useState('');
  const [unused, setUnused] = useState<Error | null>(null);
  const byPasskey = (): void => {
    setUnused(null);
    answerWithPasskey().then((answer) => onGive({ way: 'passkey', answer }), setUnused);
  };
  const send = (given: FormData): void => {
    const text = String(given.get('proof') ?? '');
    const proof = readProof(way, text);
    setLacks(proof ? '' : { totp: w.fillTotp, recovery: w.fillRecovery, password: w.fillPassword, passkey: '' }[way]);
    if (proof) onGive(proof);
  };
  const choose = (other: Way): void => {
    setWay(other);
    setLacks('');
    setUnused(null);
  };
  return (
    <Form onSend={way === 'passkey' ? byPasskey : send} refused={refused}>
      {way === 'passkey' ? <p>{w.passkeyLead}</p> : <ProofField key={way} way={way} error={lacks} />}
      <ProblemNotice refused={unused ?? (lacks ? null : refused)} />
      <div className="buttons">
        <Button type="submit" loading={isActing}>
          {way === 'passkey' ? w.passkeyUse : w.give}
        </Button>
        {stop}
      </div>
      {ways.length > 1 && (
        <div className="other-ways">
          <span className="quiet">{w.other}</span>
          {ways
            .filter((other) => other !== way)
            .map((other) => (
              <Button key={other} variant="subtle" size="compact-md" onClick={() => choose(other)}>
                {words.account.ways[other]}
              </Button>
            ))}
        </div>
      )}
      {way !== 'password' && <p className="quiet">{w.lost}</p>}
    </Form>
  );
}

function ProofField({ way, error }: { way: Exclude<Way, 'passkey'>; error: string }) {
  const { words } = useSpeech();
  const w = words.account.proof;
  if (way === 'password') {
    return <PasswordInput name="proof" label={w.password} autoComplete="current-password" error={error} autoFocus />;
  }
  if (way === 'recovery') {
    return (
      <TextInput
        name="proof"
        label={w.recovery}
        description={w.recoveryHint}
        autoComplete="off"
        spellCheck={false}
        error={error}
        autoFocus
      />
    );
  }
  return (
    <TextInput
      name="proof"
      label={w.totp}
      description={w.totpHint}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={9}
      error={error}
      autoFocus
    />
  );
}

/** What was typed, as a proof; nothing where it cannot be one. */
function readProof(way: Way, text: string): Proof | null {
  const bare = text.replace(/[\s-]/g, '');
  if (way === 'totp') return /^\d{6}$/.test(bare) ? { way, code: bare } : null;
  if (way === 'recovery') return bare.length === 16 ? { way, code: bare } : null;
  return way === 'password' && text ? { way, password: text } : null;
}
