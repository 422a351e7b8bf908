import { CopyButton, Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';
import type { Lottery } from './line';
import { fieldsOf } from './scheme-fields';

/** The items of CONSORT and of SPIRIT that each sentence answers. */
const ITEMS = {
  generation: 'CONSORT 17a · SPIRIT 21a',
  type: 'CONSORT 17b · SPIRIT 21b',
  concealment: 'CONSORT 18 · SPIRIT 22',
  access: 'CONSORT 19 · SPIRIT 23',
  blinded: 'CONSORT 20a · SPIRIT 24a',
  how: 'CONSORT 20b · SPIRIT 24b, 24c',
} as const;

/** What a protocol and an article must say of the lottery, from what the trial knows of itself; parameters only after the lock. */
export function Sentences({ lottery: { locked, proof }, design }: { lottery: Lottery; design: NonNullable<Lottery['design']> }) {
  const { trial } = useGrant();
  const { words, text, dayOf } = useSpeech();
  const { lottery, arms } = useRead(endpoints.readProtocol, { params: { trial } });
  const w = words.reporting;
  const { scheme } = design;
  const sealed = proof?.lotteries.at(-1);
  const said = {
    done: locked,
    method: words.schemes.methods[scheme.method],
    parameters: locked ? fieldsOf(scheme).map(([id, value]) => `${words.schemes.parameters[id]}: ${value}`) : [],
    ratio: arms.map(({ name, ratio }) => `${ratio} ${text(name)}`).join(' : '),
    balancedBy: lottery.balancedBy.map(({ id, question }) =>
      id === 'site' ? words.protocol.site : question ? text(question) : id,
    ),
    isCohort: lottery.drawsFor === 'cohort',
    isHousehold: lottery.unit === 'household',
    sealedAt: sealed ? dayOf(sealed.at) : null,
    seal: sealed?.commitment ?? null,
  };
  const all = keysOf(ITEMS).map((item) => ({ item, sentence: w.sentences[item](said) }));
  return (
    <section>
      <h2>{w.title}</h2>
      <p>
        {w.lead} {!locked && w.hidden}
      </p>
      <dl className="lottery-sentences">
        {all.map(({ item, sentence }) => (
          <div key={item}>
            <dt>
              {w.items[item]} <span className="quiet">{ITEMS[item]}</span>
            </dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
      <CopyButton value={all.map(({ item, sentence }) => `${ITEMS[item]}: ${sentence}`).join('\n\n')}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? words.common.copied : w.copy}
          </Button>
        )}
      </CopyButton>
    </section>
  );
}
