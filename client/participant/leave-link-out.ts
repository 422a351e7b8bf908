/** Takes the personal link out of the browser's history as it is used, so that Back on a shared device does not open it again. */
export function leaveLinkOut(page: Document): void {
  page.querySelector('form[data-link]')?.addEventListener('submit', () => history.replaceState(null, '', '/l'));
}
