// The page's own few lines; the verifier stands before them as `lodtraekVerify`.
const chosen = { bundle: null, receipt: null };
const SAID = {
  da: {
    kept: 'Det, du har gemt, passer: pakken rummer det samme, lod for lod.',
    after: 'Kvitteringen prøves, når pakken selv er i orden.',
    alone: 'Vælg også pakken: kvitteringen prøves imod den.',
  },
  en: {
    kept: 'What you kept fits: the bundle holds the same, lot by lot.',
    after: 'The receipt is checked once the bundle itself is in order.',
    alone: 'Choose the bundle as well: the receipt is checked against it.',
  },
};

function linesFor(language, bundle, receipt) {
  if (bundle === null) return { isIntact: false, lines: [SAID[language].alone] };
  const whole = lodtraekVerify.verifyBundle(bundle);
  const isWhole = whole.findings.length === 0;
  if (receipt === null) return { isIntact: isWhole, lines: lodtraekVerify.sayVerification(whole, language) };
  if (!isWhole) return { isIntact: false, lines: [...lodtraekVerify.sayVerification(whole, language), SAID[language].after] };
  const findings = lodtraekVerify.checkKept(bundle, receipt);
  const lines = lodtraekVerify.sayVerification({ ...whole, findings }, language);
  return { isIntact: findings.length === 0, lines: findings.length === 0 ? [SAID[language].kept, ...lines] : lines };
}

async function show() {
  if (!chosen.bundle && !chosen.receipt) return;
  const bundle = chosen.bundle && new Uint8Array(await chosen.bundle.arrayBuffer());
  const receipt = chosen.receipt && (await chosen.receipt.text());
  for (const language of ['da', 'en']) {
    const { isIntact, lines } = linesFor(language, bundle, receipt);
    const said = document.createElement('pre');
    said.textContent = lines.join('\n');
    said.className = isIntact ? 'intact' : 'broken';
    document.getElementById(language).replaceChildren(said);
  }
}

function choose(files) {
  for (const file of files) chosen[file.name.endsWith('.json') ? 'receipt' : 'bundle'] = file;
  show();
}
for (const id of ['bundle', 'receipt'])
  document.getElementById(id).addEventListener('change', (event) => {
    chosen[id] = event.target.files[0] ?? null;
    show();
  });
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  choose(event.dataTransfer.files);
});
