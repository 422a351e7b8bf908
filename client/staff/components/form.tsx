import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';

interface FormProps {
  className?: string;
  /** Gets what was typed; what is wrong with it is shown at the fields. */
  onSend: (given: FormData) => void;
  /** The refusal of the last try, which may name a field. */
  refused: Error | null;
  children: ReactNode;
}

const MISTAKE = '.mantine-InputWrapper-error, .mantine-Radio-error, .mantine-Checkbox-error';
const FIELD = '.mantine-InputWrapper-root, .mantine-Checkbox-root';

/** A form whose first mistake is where one is taken to, after our own look and after the server's. */
export function Form({ className = '', onSend, refused, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const field = form.current?.querySelector(MISTAKE)?.closest(FIELD);
    field?.querySelector<HTMLElement>('input, select')?.focus();
  }, [tries, refused]);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSend(new FormData(event.currentTarget));
    setTries(tries + 1);
  };
  return (
    <form ref={form} className={`form ${className}`} onSubmit={submit} noValidate>
      {children}
    </form>
  );
}
