import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { Form } from '../components/form';
import { ProblemNotice } from '../components/problem-notice';
import { SiteField } from '../components/site-field';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** Makes sheets for a site. Nobody is shown a lot by it. */
export function MakeSheets() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.mishaps.sheets;
  const make = useAct(endpoints.makeSheets);
  const [lacks, setLacks] = useState({ site: false, sheets: false });
  const submit = (form: FormData): void => {
    const site = String(form.get('site') ?? '');
    const sheets = String(form.get('sheets') ?? '').trim();
    const isNumber = /^([1-9]|[1-3]\d|40)$/.test(sheets);
    setLacks({ site: site === '', sheets: !isNumber });
    if (site !== '' && isNumber) make.act({ params: { trial }, body: { site, sheets: Number(sheets) } });
  };
  return (
    <section className="card" aria-labelledby="make-sheets">
      <h2 id="make-sheets">{w.make}</h2>
      <Form onSend={submit} refused={make.refused}>
        <SiteField label={words.mishaps.person.site} error={lacks.site ? words.common.answerThis : undefined} />
        <TextInput
          name="sheets"
          label={w.howMany}
          inputMode="numeric"
          autoComplete="off"
          error={lacks.sheets && words.common.wholeNumber}
        />
        <ProblemNotice refused={make.refused} />
        <div className="buttons">
          <Button type="submit" loading={make.isActing}>
            {w.make}
          </Button>
        </div>
      </Form>
    </section>
  );
}
