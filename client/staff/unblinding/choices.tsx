import { Radio } from '@mantine/core';
import { keysOf } from '../words/keys-of';

interface ChoicesProps<K extends string> {
  name: string;
  label: string;
  choices: Readonly<Record<K, string>>;
  /** What is wrong with the answer; false where nothing is. */
  error: string | false;
}

/** One question with a few answers, none of them chosen beforehand. */
export function Choices<K extends string>({ name, label, choices, error }: ChoicesProps<K>) {
  return (
    <Radio.Group name={name} label={label} error={error}>
      <div className="options">
        {keysOf(choices).map((one) => (
          <Radio key={one} value={one} label={choices[one]} />
        ))}
      </div>
    </Radio.Group>
  );
}

/** What was chosen, where it is one of the choices. */
export const chosen = <K extends string>(form: FormData, name: string, choices: Readonly<Record<K, string>>): K | undefined =>
  keysOf(choices).find((one) => one === form.get(name));
