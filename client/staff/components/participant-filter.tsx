import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

interface Kept {
  step: string;
  cohort: string;
  search: string;
}

/** What the address says now: it is ahead of the list on screen while the next one is fetched, and two quick choices must both count. */
function addressed(): Kept {
  const search = new URLSearchParams(window.location.search);
  return { step: search.get('step') ?? '', cohort: search.get('cohort') ?? '', search: search.get('search') ?? '' };
}

/** Narrows the list of participants; what is chosen goes into the address. A choice acts at once, words when they are sent. */
export function ParticipantFilter({ kept }: { kept: Kept }) {
  const grant = useGrant();
  const { words } = useSpeech();
  const navigate = useNavigate();
  const { cohorts } = useRead(endpoints.listCohorts, { params: { trial: grant.trial } });
  const go = (change: Partial<Kept>): void => void navigate(paths.participants(grant, { ...addressed(), ...change }));
  const steps = keysOf(words.codes.steps).map((step) => ({ value: step, label: words.codes.steps[step] }));
  const rounds = cohorts.map(({ cohort, name }) => ({ value: cohort, label: name }));
  return (
    <form
      className="filter"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        go({ search: String(new FormData(event.currentTarget).get('search') ?? '').trim() });
      }}
    >
      <TextInput
        type="search"
        name="search"
        label={words.list.search}
        placeholder={words.list.searchHint}
        defaultValue={kept.search}
        maxLength={120}
        autoComplete="off"
      />
      <Button type="submit" variant="default">
        {words.list.find}
      </Button>
      <NativeSelect
        label={words.participants.step}
        value={kept.step}
        data={[{ value: '', label: words.list.anyStep }, ...steps]}
        onChange={(event) => go({ step: event.target.value })}
      />
      <NativeSelect
        label={words.participants.cohort}
        value={kept.cohort}
        data={[{ value: '', label: words.list.anyCohort }, ...rounds]}
        onChange={(event) => go({ cohort: event.target.value })}
      />
      {Object.values(kept).some((value) => value !== '') && <Link to={paths.participants(grant)}>{words.list.clear}</Link>}
    </form>
  );
}
