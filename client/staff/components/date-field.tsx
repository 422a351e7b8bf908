import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useSpeech } from '../speech';

interface DateFieldProps {
  name: string;
  label: string;
  first?: string;
  error: ReactNode;
}

/** A date. The browser writes it in its own habit, which may be 05/01; so it is said in words as well. */
export function DateField({ name, label, first = '', error }: DateFieldProps) {
  const { day } = useSpeech();
  const [value, setValue] = useState(first);
  return (
    <TextInput
      name={name}
      type="date"
      label={label}
      description={value && day(value)}
      value={value}
      onChange={(event) => setValue(event.target.value)}
      error={error}
    />
  );
}
