import { Button } from '@mantine/core';
import { useId, useRef } from 'react';
import { useSpeech } from '../speech';

interface ConfirmButtonProps {
  label: string;
  /** What will be so afterwards, and that it cannot be undone. */
  consequence: string;
  /** The word on the button that does it. */
  confirm: string;
  onConfirm: () => void;
  isActing: boolean;
  danger?: boolean;
  /** Not the page's primary action. */
  quiet?: boolean;
  disabled?: boolean;
}

/** A button for what cannot be undone: it names the consequence first, and waiting is the easy choice. */
export function ConfirmButton({ label, consequence, confirm, onConfirm, isActing, danger, quiet, disabled }: ConfirmButtonProps) {
  const { words } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  const wait = useRef<HTMLButtonElement>(null);
  const sentence = useId();
  const open = (): void => {
    dialog.current?.showModal();
    wait.current?.focus();
  };
  return (
    <>
      <Button
        variant={quiet ? 'default' : 'filled'}
        color={danger ? 'danger' : undefined}
        loading={isActing}
        disabled={disabled}
        onClick={open}
      >
        {label}
      </Button>
      <dialog ref={dialog} className="confirm" aria-labelledby={sentence}>
        <p id={sentence}>{consequence}</p>
        <div className="buttons">
          <Button
            color={danger ? 'danger' : undefined}
            onClick={() => {
              dialog.current?.close();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
          <Button ref={wait} variant="default" onClick={() => dialog.current?.close()}>
            {words.common.cancel}
          </Button>
        </div>
      </dialog>
    </>
  );
}
