/**
 * Takes the personal link out of the browser's history as it is used, so that Back on a shared device does not open it again. The form
 * may say which bare address is left in its place.
 */
export function leaveLinkOut(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form[data-link]');
  form?.addEventListener('submit', () => history.replaceState(null, '', form.dataset.link || '/l'));
}
