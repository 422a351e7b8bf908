/** Offers to read the question and its answers aloud, where the device has a voice; nothing leaves the device for it. */
export function readAloud(page: Document): void {
  const button = page.querySelector<HTMLButtonElement>('button[data-read-aloud]');
  if (!button || !('speechSynthesis' in window)) return;
  const [start, stop] = [button.textContent ?? '', button.dataset.stop ?? ''];
  const isReading = () => button.textContent === stop;
  const rest = () => {
    button.textContent = start;
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    speechSynthesis.cancel();
    if (isReading()) return rest();
    const spoken = page.querySelector<HTMLElement>('[data-speak]') ?? page.querySelector<HTMLElement>('main');
    const voice = new SpeechSynthesisUtterance(spoken?.innerText ?? '');
    voice.lang = (spoken?.closest('[lang]') ?? page.documentElement).getAttribute('lang') ?? 'da';
    voice.onend = rest;
    button.textContent = stop;
    speechSynthesis.speak(voice);
  });
}
