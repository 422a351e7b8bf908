import { NativeSelect } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** The trial's sites, for those whose grant is not for one alone. */
export function SiteField({ label, error }: { label: string; error?: string }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const { sites } = useRead(endpoints.readTrial, { params: { trial } });
  const data = [{ value: '', label: words.common.choose }, ...sites.map(({ id, name }) => ({ value: id, label: name }))];
  return <NativeSelect name="site" label={label} data={data} error={error} />;
}
