// The page's own few lines; the verifier stands before them as `lodtraekVerify`.
async function show(file) {
  if (!file) return;
  const result = lodtraekVerify.verifyBundle(new Uint8Array(await file.arrayBuffer()));
  for (const language of ['da', 'en']) {
    const said = document.createElement('pre');
    said.textContent = lodtraekVerify.sayVerification(result, language).join('\n');
    said.className = result.findings.length === 0 ? 'intact' : 'broken';
    document.getElementById(language).replaceChildren(said);
  }
}
document.getElementById('bundle').addEventListener('change', (event) => show(event.target.files[0]));
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  show(event.dataTransfer.files[0]);
});
