/** Hands a file to the person, under a name, as the browser's own download. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the file before its next turn at the latest; then the memory may go.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
