import { run } from '#server/commands/main';
import { checkText } from '#server/protocol-file/read-protocol';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenNames, brokenProtocol, whole } from '../protocols/check/patched';

const findingsOf = (document: unknown) => {
  const checked = checkText(JSON.stringify(document, null, 2));
  return checked.readable ? checked.findings : [checked.finding];
};
const inOrder = (a: { path: string; code: string }, b: { path: string; code: string }) =>
  `${a.path} ${a.code}` < `${b.path} ${b.code}` ? -1 : 1;

describe('a protocol that is whole', () => {
  it('has no finding', () => {
    expect(findingsOf(whole())).toEqual([]);
  });

  it.each(['peer-rollout', 'peer-2020'])('%s, the house’s own, has no error, and every warning is one we know', (trial) => {
    const file = join(__dirname, '../../protocols/trials', trial, '1.0.0.json');
    const checked = checkText(readFileSync(file, 'utf8'));
    expect(checked).toMatchObject({ readable: true, protocol: { id: trial } });
    const codes = 'findings' in checked ? checked.findings.map(({ code }) => code) : [];
    // The Danish words of QPR-15 and others are the study's to supply.
    expect([...new Set(codes)].filter((code) => code !== 'wording-to-supply')).toEqual([]);
  });
});

describe('a protocol that is broken', () => {
  it('is known in at least thirty ways', () => {
    expect(brokenNames().length).toBeGreaterThanOrEqual(30);
  });

  it.each(brokenNames())('%s: is found, and nothing else', (name) => {
    const { document, expects } = brokenProtocol(name);
    const found = findingsOf(document);
    expect(found.map(({ pointer, code, severity }) => ({ path: pointer, code, severity })).sort(inOrder)).toEqual(
      [...expects].sort(inOrder),
    );
    for (const { sentence } of found) {
      expect(sentence.da).not.toBe(sentence.en);
      for (const words of [sentence.da, sentence.en]) expect(words).toMatch(/^["A-ZÆØÅ\d].{20,}\.$/s);
      expect(`${sentence.da} ${sentence.en}`).not.toMatch(/undefined|NaN|\[object|!/);
    }
  });
});

describe('a file that is no protocol', () => {
  const refusal = (text: string) => {
    const checked = checkText(text);
    return checked.readable
      ? checked.findings.map(({ code }) => code)
      : [checked.finding.code, checked.finding.line, checked.finding.column];
  };

  it.each([
    ['nothing', '', ['not-json', 1, 1]],
    ['a comma too many', '{\n  "a": 1,\n}', ['not-json', 3, 1]],
    ['a comma too few', '[1\n 2]', ['not-json', 2, 2]],
    ['a text without an end', '{"a": "b', ['not-json', 1, 7]],
    ['a colon missing', '{"a" 1}', ['not-json', 1, 6]],
    ['more after the end', '{} {}', ['not-json', 1, 4]],
    ['a number of another language', '[01]', ['not-json', 1, 3]],
    ['an escape of another language', '["\\x"]', ['not-json', 1, 2]],
  ])('is refused at its place: %s', (_, text, expected) => {
    expect(refusal(text)).toEqual(expected);
  });

  it('is refused in a sentence when it goes ten thousand levels deep or takes ten megabytes, at once', () => {
    const before = Date.now();
    expect(refusal('['.repeat(10_000) + ']'.repeat(10_000))).toEqual(['too-deep', 1, 66]);
    expect(refusal('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000))[0]).toBe('too-deep');
    expect(refusal(`"${'x'.repeat(10_000_000)}"`)).toEqual(['too-large', 1, 1]);
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it('has no name twice in one object: only the last would count', () => {
    const text = JSON.stringify(whole(), null, 2).replace('"version": "1.0.0",', '"version": "1.0.0",\n  "version": "1.0.1",');
    const checked = checkText(text);
    expect(checked).toMatchObject({
      readable: true,
      protocol: null,
      findings: [{ code: 'key-twice', pointer: '/version', line: 5, column: 3 }],
    });
  });

  it('brings no regular expression that is run, and no name that reaches beyond the document', () => {
    for (const change of [
      { pattern: '(a+)+$' },
      { regex: '^(x*)*$' },
      { $ref: '#' },
      { $data: '/id' },
      JSON.parse('{"__proto__": {"x": 1}}'),
    ])
      expect(findingsOf({ ...(whole() as object), ...(change as object) }).map(({ code }) => code)).toEqual(['field-unknown']);
    const text = JSON.stringify(whole()).replace('{', '{"__proto__": {"x": 1},');
    expect(refusal(text)).toEqual(['field-unknown']);
    const criterion = {
      id: 'c',
      item: 'c',
      question: { da: 'Alder?', en: 'Age?' },
      matches: '(a+)+$',
      unmet: { da: 'Nej', en: 'No' },
    };
    const own = whole() as { eligibility: unknown[] };
    expect(findingsOf({ ...own, eligibility: [...own.eligibility, criterion] }).map(({ code }) => code)).toEqual([
      'field-unknown',
    ]);
  });
});

describe('lodtraek check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lodtraek-check-'));
  const check = async (text: string, ...options: string[]) => {
    const file = join(folder, 'trial.json');
    writeFileSync(file, text);
    const out: string[] = [];
    const err: string[] = [];
    const code = await run(['check', file, ...options], {
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    });
    return { code, out: out.join('\n').replaceAll(folder, ''), err: err.join('\n') };
  };

  it('prints place, line, caret, code and cure as a compiler does, in Danish unless asked otherwise', async () => {
    const { document } = brokenProtocol('reference-unknown');
    const text = JSON.stringify(document, null, 2);
    const line = text.split('\n').findIndex((one) => one.includes('"reference"')) + 1;
    expect(await check(text)).toEqual({
      code: 1,
      err: '',
      out: [
        `/trial.json:${line}:18 fejl unknown-arm /analysis/reference`,
        `${String(line).padStart(5)} |     "reference": "usual"`,
        '      |                  ^',
        '  "usual" er ikke en arm. Skriv "a" eller "b".',
        '',
        '1 fejl, 0 advarsler.',
      ].join('\n'),
    });
    expect((await check(text, '--language', 'en')).out).toContain('"usual" is not an arm. Write "a" or "b".');
  });

  it('ends with 0 where nothing is wrong or only doubtful, 1 with errors, 2 where the file is not readable', async () => {
    expect(await check(JSON.stringify(whole()))).toMatchObject({ code: 0, out: '/trial.json: ingen fejl.' });
    expect(await check(JSON.stringify(brokenProtocol('primary-asked-last').document))).toMatchObject({ code: 0 });
    expect(await check('{')).toMatchObject({ code: 2 });
    const out: string[] = [];
    const io = { out: (text: string) => void out.push(text), err: (text: string) => void out.push(text) };
    expect(await run(['check', join(folder, 'absent.json')], io)).toBe(2);
    expect(out.join()).toContain('There is no file');
  });

  it('gives programs the same as JSON', async () => {
    const { document, expects } = brokenProtocol('stratum-nobody-asks');
    const { code, out } = await check(JSON.stringify(document, null, 2), '--json');
    const { findings } = JSON.parse(out) as { findings: Record<string, unknown>[] };
    expect(code).toBe(1);
    expect(findings).toEqual([
      {
        ...expects[0],
        sentence: { da: expect.any(String), en: expect.any(String) },
        line: expect.any(Number),
        column: expect.any(Number),
      },
    ]);
    expect(JSON.parse((await check('[', '--json')).out)).toMatchObject({
      findings: [{ path: '', code: 'not-json', line: 1, column: 2 }],
    });
  });
});
