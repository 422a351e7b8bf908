import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Ask } from '../../shared/api';
import type { meetCondition } from '#contract/staff/gate';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { readsCeremonies } from '../ceremony/who-reads';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import type { Condition } from './types';

type Registered = Ask<typeof meetCondition>['body']['condition'];
/** Conditions somebody says are met; the others the house sees by itself. */
const SAID: readonly string[] = ['legal-basis', 'ethics', 'agreement', 'wordings-acknowledged', 'contact'] satisfies Registered[];
const keyOf = ({ condition, site }: Pick<Condition, 'condition' | 'site'>): string => `${condition}/${site ?? ''}`;

/** The conditions of the opening: met or missing, what to do, and for the researcher a form that registers one. */
export function Gate() {
  const grant = useGrant();
  const { trial, role } = grant;
  const { words, text } = useSpeech();
  const w = words.gate;
  const { conditions, isGreen, simulated } = useRead(endpoints.readGate, { params: { trial } });
  const missing = conditions.filter(({ met }) => !met);
  const standing = isGreen ? w.green : simulated ? w.simulated(missing.length) : w.red(missing.length);
  return (
    <section aria-labelledby="gate">
      <h2 id="gate">{w.title}</h2>
      <p>{standing}</p>
      <ul className="conditions">
        {conditions.map((one) => (
          <li key={keyOf(one)}>
            <span className={one.met ? 'done' : 'warning'}>{one.met ? w.met : w.unmet}</span>
            <span>
              {text(one.title)}
              {!one.met && <span className="quiet condition-cure">{text(one.cure)}</span>}
              {one.condition === 'lottery' && readsCeremonies(role) && (
                <Link className="condition-cure" to={paths.ceremony(grant)}>
                  {words.ceremony.title}
                </Link>
              )}
              {one.reference !== null && <span className="quiet condition-cure">{w.reference(one.reference)}</span>}
            </span>
          </li>
        ))}
      </ul>
      {role === 'researcher' && <Register conditions={conditions.filter(({ condition }) => SAID.includes(condition))} />}
    </section>
  );
}

function Register({ conditions }: { conditions: readonly Condition[] }) {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const w = words.gate;
  const [reference, setReference] = useState('');
  const [mistake, setMistake] = useState<string | null>(null);
  const meet = useAct(endpoints.meetCondition, () => setReference(''));
  // The missing ones first: they are why somebody is here.
  const ordered = [...conditions].sort((a, b) => Number(a.met) - Number(b.met));
  const send = (given: FormData): void => {
    const chosen = ordered.find((one) => keyOf(one) === given.get('condition'));
    setMistake(reference.trim() ? null : w.referenceHint);
    if (!chosen || !reference.trim()) return;
    const body = { condition: chosen.condition as Registered, site: chosen.site, reference: reference.trim() };
    meet.act({ params: { trial }, body });
  };
  return (
    <Form className="card" onSend={send} refused={meet.refused}>
      <h3>{w.register}</h3>
      <NativeSelect
        name="condition"
        label={w.which}
        data={ordered.map((one) => ({ value: keyOf(one), label: text(one.title) }))}
      />
      <TextInput
        name="reference"
        label={w.referenceField}
        description={w.referenceHint}
        value={reference}
        onChange={(event) => setReference(event.target.value)}
        autoComplete="off"
        maxLength={80}
        error={mistake ?? (isNamed(meet.refused, 'reference') ? w.referenceHint : undefined)}
      />
      <ProblemNotice refused={meet.refused} />
      <div className="buttons">
        <Button type="submit" loading={meet.isActing}>
          {w.submit}
        </Button>
      </div>
    </Form>
  );
}
