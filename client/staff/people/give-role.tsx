import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { DateField } from '../components/date-field';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

/** Gives somebody who has an account a role, at a site, on given days or until it is ended. */
export function GiveRole() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.administration;
  const { sites, whole } = useRead(endpoints.listPeople, { params: { trial } });
  const { staff } = useRead(endpoints.listGrants, { params: { trial } });
  const [lacks, setLacks] = useState({ staff: false, role: false });
  const [given, setGiven] = useState(0);
  const give = useAct(endpoints.giveGrant, () => setGiven(given + 1));
  const { roles } = words.codes;
  const send = (form: FormData): void => {
    const text = (field: string): string => String(form.get(field) ?? '');
    const role = keysOf(roles).find((known) => known === text('role'));
    setLacks({ staff: !text('staff'), role: !role });
    if (!text('staff') || !role) return;
    const day = (field: string): string | null => text(field) || null;
    const body = { staff: text('staff'), role, site: text('site') || null, group: null, from: day('from'), until: day('until') };
    give.act({ params: { trial }, body });
  };
  return (
    <section className="card" aria-labelledby="give-role">
      <h2 id="give-role">{w.give}</h2>
      <p>{w.giveLead}</p>
      <Form key={given} onSend={send} refused={give.refused}>
        <NativeSelect
          name="staff"
          label={w.who}
          data={[{ value: '', label: words.common.choose }, ...staff.map((one) => ({ value: one.staff, label: one.name }))]}
          error={lacks.staff && words.common.answerThis}
        />
        <NativeSelect
          name="role"
          label={w.role}
          data={[{ value: '', label: words.common.choose }, ...keysOf(roles).map((value) => ({ value, label: roles[value] }))]}
          error={lacks.role && words.common.answerThis}
        />
        <NativeSelect
          name="site"
          label={w.site}
          data={[
            ...(whole ? [{ value: '', label: words.grants.allSites }] : []),
            ...sites.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <DateField name="from" label={w.from} error={false} />
        <DateField name="until" label={w.until} error={isNamed(give.refused, 'until') && w.untilHint} />
        <ProblemNotice refused={give.refused} />
        {given > 0 && !give.refused && (
          <p className="notice notice-done" role="status">
            {w.given}
          </p>
        )}
        <div className="buttons">
          <Button type="submit" loading={give.isActing}>
            {w.giveIt}
          </Button>
        </div>
      </Form>
    </section>
  );
}
