// verify.mjs: node verify.mjs bundle.zip [receipt.json] [--english] [--json]. Reads its files, writes to the terminal, uses nothing else.
import { readFileSync } from 'node:fs';
import { checkKept, sayVerification, verifyBundle } from './entry.mjs';

const [bundle, receipt] = process.argv.slice(2).filter((one) => !one.startsWith('--'));
if (bundle === undefined) {
  console.error('node verify.mjs bundle.zip [receipt.json] [--english] [--json]');
  process.exitCode = 2;
} else {
  const bytes = new Uint8Array(readFileSync(bundle));
  const whole = verifyBundle(bytes);
  const isReceiptAsked = receipt !== undefined && whole.findings.length === 0;
  const result = isReceiptAsked ? { ...whole, findings: checkKept(bytes, readFileSync(receipt, 'utf8')) } : whole;
  const language = process.argv.includes('--english') ? 'en' : 'da';
  console.log(process.argv.includes('--json') ? JSON.stringify(result) : sayVerification(result, language).join('\n'));
  process.exitCode = result.findings.length === 0 ? 0 : 1;
}
