import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useSpeech } from '../speech';

/** A personal link that was just made, to copy. It is in no cache and in no address, so it is gone with the page. */
export function PersonalLink({ link }: { link: string }) {
  const { words } = useSpeech();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const address = new URL(link, window.location.origin).href;
  const copy = async (): Promise<void> => {
    field.current?.select();
    // Without https there is no clipboard; the text is selected then, ready for the keyboard.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(address);
    setCopied(true);
  };
  return (
    <div className="personal-link">
      <TextInput
        ref={field}
        label={words.link.field}
        description={words.link.once}
        value={address}
        readOnly
        onFocus={(event) => event.target.select()}
      />
      <Button variant="default" onClick={() => void copy()}>
        {copied ? words.common.copied : words.common.copy}
      </Button>
    </div>
  );
}
