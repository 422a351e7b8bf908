import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import { usualDraft, type Draft, type Wrong } from './draft';
import { PARAMETERS, type Method } from './methods';
import { ParameterField } from './parameter-field';

interface SchemeFormProps {
  letter: string;
  draft: Draft;
  wrong: readonly Wrong[];
  /** What a scheme that can be read still implies, in words: a block that cannot hold the ratio. */
  faults: readonly string[];
  onWrite: (draft: Draft) => void;
  onRemove: () => void;
}

/** One way of drawing lots as it is being written: its method, its ratio and the method's own parameters. */
export function SchemeForm({ letter, draft, wrong, faults, onWrite, onRemove }: SchemeFormProps) {
  const { words } = useSpeech();
  const w = words.schemes;
  const { method, ratio, fields } = draft;
  const shown = PARAMETERS[method].filter(({ id }) => isAsked(draft, id));
  return (
    <fieldset className="card scheme">
      <legend>{w.other(letter)}</legend>
      <NativeSelect
        label={w.method}
        data={keysOf(w.methods).map((one) => ({ value: one, label: w.methods[one] }))}
        value={method}
        onChange={(event) => onWrite(usualDraft(event.currentTarget.value as Method, ratio))}
      />
      <TextInput
        label={w.ratio}
        value={ratio}
        error={wrong.includes('ratio') && w.ratioHint}
        onChange={(event) => onWrite({ ...draft, ratio: event.currentTarget.value })}
      />
      {shown.map((parameter) => (
        <ParameterField
          key={parameter.id}
          parameter={parameter}
          value={fields[parameter.id] ?? ''}
          isWrong={wrong.includes(parameter.id)}
          onWrite={(value) => onWrite({ ...draft, fields: { ...fields, [parameter.id]: value } })}
        />
      ))}
      <div role="status">
        {faults.map((sentence) => (
          <p key={sentence} className="scheme-fault">
            {sentence}
          </p>
        ))}
      </div>
      <Button variant="subtle" size="compact-md" onClick={onRemove}>
        {w.remove(letter)}
      </Button>
    </fieldset>
  );
}

/** Clusters are asked for their numbers where these constrain the draw, and for how many there are where they do not. */
function isAsked({ method, fields }: Draft, id: keyof Draft['fields']): boolean {
  if (method !== 'cluster') return true;
  const isConstrained = fields.design === 'constrained';
  if (id === 'numbers' || id === 'share') return isConstrained;
  return id !== 'clusters' || !isConstrained;
}
