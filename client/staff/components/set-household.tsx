import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { showCode } from '../../shared/format';
import type { CohortDetail } from '../api/cohort-types';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { ProblemNotice } from './problem-notice';

const NOBODY = '';

/** Says who in the cohort live together, so that they get one lot. */
export function SetHousehold({ cohort: { people } }: { cohort: CohortDetail }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.households;
  const [person, setPerson] = useState(people[0]?.code ?? '');
  const [other, setOther] = useState(NOBODY);
  const set = useAct(endpoints.setHousehold);
  const optionOf = ({ code, name }: CohortDetail['people'][number]) => ({
    value: code,
    label: `${name ?? words.participants.unnamed} (${showCode(code)})`,
  });
  const choose = (code: string) => {
    setPerson(code);
    if (code === other) setOther(NOBODY);
  };
  return (
    <details>
      <summary>{w.title}</summary>
      <div className="form">
        <p>{w.lead}</p>
        <NativeSelect
          label={w.person}
          value={person}
          data={people.map(optionOf)}
          onChange={(event) => choose(event.target.value)}
        />
        <NativeSelect
          label={w.with}
          value={other}
          data={[{ value: NOBODY, label: w.nobody }, ...people.filter(({ code }) => code !== person).map(optionOf)]}
          onChange={(event) => setOther(event.target.value)}
        />
        <ProblemNotice refused={set.refused} />
        <div className="buttons">
          <Button
            loading={set.isActing}
            onClick={() => set.act({ params: { trial, participant: person }, body: { with: other === NOBODY ? null : other } })}
          >
            {w.save}
          </Button>
        </div>
      </div>
    </details>
  );
}
