// verify.mjs: node verify.mjs bundle.zip [--english] [--json]. Reads one file, writes to the terminal, uses nothing else.
import { readFileSync } from 'node:fs';
import { sayVerification, verifyBundle } from './entry.mjs';

const [bundle] = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (bundle === undefined) {
  console.error('node verify.mjs bundle.zip [--english] [--json]');
  process.exitCode = 2;
} else {
  const result = verifyBundle(new Uint8Array(readFileSync(bundle)));
  const language = process.argv.includes('--english') ? 'en' : 'da';
  console.log(process.argv.includes('--json') ? JSON.stringify(result) : sayVerification(result, language).join('\n'));
  process.exitCode = result.findings.length === 0 ? 0 : 1;
}
