import { checkStudyWording, type WordingFinding } from '#protocols/instruments/study-wording';
import { instrumentOf, wordingOf } from '#protocols/instruments/registry';

const house = wordingOf(instrumentOf('qpr-15')!, 'da');
const numbered = (text: string, ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, `${text} ${id}`]));
/** A wording that a study could bring, made up for this test. */
const study = {
  id: 'qpr-15.da.study',
  instrument: 'qpr-15',
  language: 'da',
  source: { text: 'The authors’ Danish form, received by the study', mark: 'read' },
  licence: 'Used by permission of the authors, given to the study',
  verified: true,
  verifiedBy: { role: 'researcher', on: '2026-11-02' },
  intro: 'En indledning',
  stem: null,
  items: numbered('Udsagn', house.order),
  codes: { agreement: numbered('Svar', ['0', '1', '2', '3', '4']) },
  order: [...house.order].reverse(),
};
const place = { instrument: 'qpr-15', language: 'da' };
const findingsOf = (document: unknown, at = place): WordingFinding[] => {
  const checked = checkStudyWording(document, at);
  return 'findings' in checked ? checked.findings : [];
};

describe('the words that a study brings', () => {
  it('are taken where they are whole, and shown before the house’s', () => {
    const checked = checkStudyWording(study, place);
    expect(checked).toEqual({ wording: study });
    const shown = wordingOf(instrumentOf('qpr-15')!, 'da', 'wording' in checked ? [checked.wording] : []);
    expect([shown.origin, shown.id, shown.items['1'], shown.order[0]]).toEqual(['study', 'qpr-15.da.study', 'Udsagn 1', '15']);
    expect(findingsOf({ ...study, verified: false, verifiedBy: undefined })).toEqual([]);
  });

  const without = (key: string) => Object.fromEntries(Object.entries(study).filter(([name]) => name !== key));
  it.each<[string, unknown, typeof place, string, string]>([
    ['for an instrument nobody knows', study, { ...place, instrument: 'qpr-16' }, 'instrument-unknown', 'qpr-16'],
    ['in a language nobody knows', study, { ...place, language: 'sv' }, 'language-unknown', 'sv'],
    ['for another instrument', study, { ...place, instrument: 'rses' }, 'other-instrument', 'qpr-15'],
    ['in another language', { ...study, language: 'en' }, place, 'other-language', 'en'],
    ['that are nothing', null, place, 'shape', ''],
    ['that are a list', [], place, 'shape', ''],
    ['without a source', without('source'), place, 'shape', 'source'],
    ['without a licence', without('licence'), place, 'shape', 'licence'],
    ['without saying whether they were verified', without('verified'), place, 'shape', 'verified'],
    ['with a field of another name', { ...study, licens: 'x' }, place, 'shape', 'licens'],
    ['with a text that is empty', { ...study, items: { ...study.items, 3: '' } }, place, 'shape', 'items.3'],
    ['with a verifier’s name in place of role and day', { ...study, verifiedBy: 'X' }, place, 'shape', 'verifiedBy'],
    ['that lack an item', { ...study, items: numbered('a', house.order.slice(1)) }, place, 'item-missing', '1'],
    ['with an item too many', { ...study, items: { ...study.items, 16: 'x' } }, place, 'item-unknown', '16'],
    [
      'that lack an answer',
      { ...study, codes: { agreement: { 0: 'a', 1: 'b', 2: 'c', 3: 'd' } } },
      place,
      'code-missing',
      'agreement/4',
    ],
    ['with an answer too many', { ...study, codes: { ...study.codes, more: { 0: 'x' } } }, place, 'code-unknown', 'more/0'],
    ['in an order that leaves one out', { ...study, order: ['1', '2'] }, place, 'order-differs', '1,2'],
    ['under the house’s own id', { ...study, id: house.id }, place, 'id-taken', house.id],
    ['called verified by nobody', { ...study, verifiedBy: undefined }, place, 'verifier-missing', 'verifiedBy'],
    ['verified by somebody but not called so', { ...study, verified: false }, place, 'verifier-unasked', 'verifiedBy'],
    [
      'verified on a day there is not',
      { ...study, verifiedBy: { role: 'researcher', on: '2026-02-30' } },
      place,
      'day-impossible',
      '2026-02-30',
    ],
  ])('are refused %s, in both languages', (_, document, at, code, where) => {
    const findings = findingsOf(document, at);
    const found = findings.find((one) => one.code === code && one.at === where);
    expect(findings.map((one) => `${one.code} ${one.at}`)).toContain(`${code} ${where}`);
    for (const sentence of Object.values(found!.sentence)) expect(sentence).toMatch(/^\p{Lu}.*[^.]\.$/u);
    expect(found!.sentence.da).not.toBe(found!.sentence.en);
  });

  it('may say what numbers between the ends of a rating mean, and need not', () => {
    const words = { 0: 'a', 8: 'b' };
    const wsas = (impairment: Record<string, string>) => ({
      ...study,
      ...{ id: 'wsas.da.study', instrument: 'wsas', order: ['1', '2', '3', '4', '5'] },
      items: numbered('Spørgsmål', ['1', '2', '3', '4', '5']),
      codes: { impairment },
    });
    const at = { instrument: 'wsas', language: 'da' };
    expect(findingsOf(wsas(words), at)).toEqual([]);
    expect(findingsOf(wsas({ ...words, 2: 'c', 4: 'd', 6: 'e' }), at)).toEqual([]);
    expect(findingsOf(wsas({ ...words, 9: 'f' }), at).map((one) => one.at)).toEqual(['impairment/9']);
    expect(findingsOf(wsas({ 0: 'a', 2: 'c' }), at).map((one) => one.at)).toEqual(['impairment/8']);
  });

  it('name all that is wrong at once', () => {
    expect(findingsOf({ ...study, language: 'en', order: ['1'], verified: false }).map(({ code }) => code)).toEqual([
      'order-differs',
      'other-language',
      'verifier-unasked',
    ]);
  });
});
