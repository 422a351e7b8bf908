/** What one choice sends: `key` is the intention's own, so that a try whose reply was lost can be repeated. */
interface Intention {
  code: number | null;
  blank: 'declined' | 'not-applicable' | null;
  key: string;
}

interface Problem {
  type: string;
  version?: number;
  answer?: { code: number | null; blank: string | null } | null;
  words?: Record<string, { title: string; cure: string } | undefined>;
}

type Reply = { version: number; help?: true } | { problem: Problem; status: number };

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 15_000;
/** A try without a reply for so long is made again. */
const PATIENCE = 20_000;

/**
 * Saves an answer the moment it is chosen, and keeps trying until it is acknowledged: one intention at a time, the newest wish after
 * it. Nothing is kept on the device.
 * @param fill fills bytes with entropy.
 */
export function keepAnswers(page: Document, fill: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): void {
  const form = page.querySelector<HTMLFormElement>('form#answer');
  const decline = page.querySelector<HTMLFormElement>('form#decline');
  const status = page.querySelector<HTMLElement>('[data-status]');
  if (!form || !decline || !status) return;
  const help = page.querySelector<HTMLElement>('[data-help]');
  const seen = [form, decline].map((one) => one.elements.namedItem('seen') as HTMLInputElement);
  const options = Array.from(form.querySelectorAll<HTMLInputElement>('input[type=radio]'));
  const number = form.querySelector<HTMLInputElement>('input[type=number]');

  let sending: Intention | undefined;
  let wished: Intention | undefined;
  let isLeaving = false;
  let wake: (() => void) | undefined;

  const say = (words: string | undefined) => {
    status.textContent = words ?? '';
  };
  const move = () => {
    isLeaving = true;
    location.assign(form.dataset.next ?? '/me');
  };
  let goOn = false;
  let typed = number?.value ?? '';

  const uuid = (): string => {
    // crypto.randomUUID is missing on old telephones and wherever the page came without https.
    const bytes = fill(new Uint8Array(16));
    const hex = Array.from(bytes, (byte, at) =>
      ((at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte) + 256).toString(16).slice(1),
    ).join('');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  };

  const valueOf = (name: string) => (form.elements.namedItem(name) as HTMLInputElement).value;

  async function send(intention: Intention): Promise<Reply | undefined> {
    const patience = new AbortController();
    setTimeout(() => patience.abort(), PATIENCE);
    const response = await fetch('/api/participant/answers', {
      method: 'PUT',
      keepalive: true,
      signal: patience.signal,
      headers: { 'Content-Type': 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify({
        wave: form!.dataset.wave,
        instrument: valueOf('instrument'),
        item: valueOf('item'),
        seen: Number(seen[0]!.value),
        ...intention,
      }),
    });
    if (response.ok) return (await response.json()) as { version: number; help?: true };
    // Busy, restarting or behind a proxy that has lost us: the same try may succeed.
    if (response.status >= 500 || response.status === 429 || response.status === 408) return undefined;
    return { problem: (await response.json()) as Problem, status: response.status };
  }

  async function work(): Promise<void> {
    let wait = FIRST_WAIT;
    while (wished) {
      sending = wished;
      wished = undefined;
      say(status!.dataset.saving);
      let reply: Reply | undefined;
      for (;;) {
        reply = await send(sending).catch(() => undefined);
        if (reply) break;
        say(status!.dataset.offline);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, wait);
        });
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
      wait = FIRST_WAIT;
      if ('problem' in reply) refuse(reply.problem);
      else settle(reply.version, reply.help === true);
    }
    sending = undefined;
    if (goOn) move();
  }

  function settle(version: number, needsHelp: boolean): void {
    for (const field of seen) field.value = String(version);
    beFree();
    say(status!.dataset.saved);
    if (!help) return;
    help.hidden = !needsHelp;
    if (!needsHelp) return;
    // Nobody is moved past it: going on is one more press.
    goOn = false;
    help.focus();
  }

  /** Once there is an answer, the page can be left without choosing. */
  function beFree(): void {
    for (const field of [...options, number]) if (field) field.required = false;
  }

  /** A refusal ends the trying: the page says what it is, and for an answer given elsewhere shows the newest. */
  function refuse(problem: Problem): void {
    wished = undefined;
    goOn = false;
    const words = problem.words?.[page.documentElement.lang];
    const isStale = problem.type === '/problems/stale-answer';
    say(words && (isStale ? `${words.title}. ${words.cure}` : `${words.title}. ${words.cure} ${status!.dataset.unsaved}`));
    if (!isStale) return;
    for (const field of seen) field.value = String(problem.version ?? 0);
    beFree();
    const { code, blank } = problem.answer ?? { code: null, blank: null };
    for (const option of options) option.checked = option.value === String(code ?? blank);
    if (number) number.value = typed = String(code ?? '');
  }

  function wish(intention: Omit<Intention, 'key'>): void {
    wished = { ...intention, key: uuid() };
    if (!sending) void work();
  }

  /** Wishes the number that stands there, once. */
  function takeTyped(): void {
    if (!number || number.value === typed || number.value === '' || !number.checkValidity()) return;
    typed = number.value;
    wish({ code: Number(typed), blank: null });
  }

  const isUnsaved = () => sending !== undefined || wished !== undefined;

  for (const option of options) {
    const said: Omit<Intention, 'key'> =
      option.value === 'not-applicable' ? { code: null, blank: 'not-applicable' } : { code: Number(option.value), blank: null };
    option.addEventListener('change', () => wish(said));
  }
  number?.addEventListener('change', takeTyped);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // Some telephones press the button without leaving the field first.
    takeTyped();
    if (isUnsaved()) goOn = true;
    else move();
  });
  decline.addEventListener('submit', (event) => {
    event.preventDefault();
    for (const option of options) option.checked = false;
    if (number) number.value = typed = '';
    goOn = true;
    wish({ code: null, blank: 'declined' });
  });
  addEventListener('online', () => wake?.());
  addEventListener('beforeunload', (event) => {
    if (isUnsaved() && !isLeaving) event.preventDefault();
  });
}
