import { NativeSelect, TextInput } from '@mantine/core';
import { useSpeech, type Speech } from '../speech';
import type { Parameter } from './methods';

interface ParameterFieldProps {
  parameter: Parameter;
  value: string;
  isWrong: boolean;
  onWrite: (value: string) => void;
}

/** A parameter of a scheme: its name, and how it is written where it could not be read. */
export function ParameterField({ parameter: { id, shape }, value, isWrong, onWrite }: ParameterFieldProps) {
  const speech = useSpeech();
  const w = speech.words.schemes;
  if (shape.kind === 'choice') {
    const data = shape.choices.map((choice) => ({ value: choice, label: w.choices[choice] }));
    return (
      <NativeSelect label={w.parameters[id]} data={data} value={value} onChange={(event) => onWrite(event.currentTarget.value)} />
    );
  }
  return (
    <TextInput
      label={w.parameters[id]}
      value={value}
      inputMode={shape.kind === 'whole' ? 'numeric' : undefined}
      error={isWrong && hintOf(shape, speech)}
      onChange={(event) => onWrite(event.currentTarget.value)}
    />
  );
}

function hintOf(shape: Exclude<Parameter['shape'], { kind: 'choice' }>, { words, number }: Speech): string {
  const { hints } = words.schemes;
  switch (shape.kind) {
    case 'whole':
    case 'number':
    case 'wholes':
      return hints[shape.kind](number(shape.least), number(shape.most));
    case 'fraction':
    case 'numbers':
      return hints[shape.kind];
  }
}
