import { Button, TextInput } from '@mantine/core';
import { Link } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { Comparison } from '../lottery/comparison';
import { askOf, MOST_OTHERS, type Compared } from '../lottery/compared';
import { schemeOfDraft, usualDraft } from '../lottery/draft';
import { fieldsOf } from '../lottery/scheme-fields';
import { SchemeForm } from '../lottery/scheme-form';
import { useDrafts } from '../lottery/use-drafts';
import { useReckoned } from '../lottery/use-reckoned';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';

const LETTERS = ['B', 'C', 'D'];

/** Ways of drawing lots side by side, the trial's own first, for whoever writes the protocol. */
export function Schemes() {
  const grant = useGrant();
  const { words, text } = useSpeech();
  const { design } = useRead(endpoints.readLottery, { params: { trial: grant.trial } });
  const w = words.schemes;
  const arms = design?.scheme.arms.map(({ ratio }) => ratio).join(':') ?? '1:1';
  const { n, strata, size, drafts, write } = useDrafts({ n: design?.n ?? 100, strata: design?.strata ?? 1, ratio: arms });
  const alpha = design?.alpha ?? 0.05;
  const read = drafts.map(schemeOfDraft);
  const ways = [
    ...(design ? [{ label: w.own, scheme: design.scheme, isOwn: true }] : []),
    ...read.map((one, place) => ({ label: LETTERS[place]!, scheme: 'scheme' in one ? one.scheme : null, isOwn: false })),
  ];
  const asked = size ? ways.flatMap(({ scheme }) => (scheme ? [askOf(scheme, { ...size, alpha })] : [])) : [];
  const reckoned = useReckoned(asked);
  const outcomes = new Map(asked.map(({ scheme }, place) => [scheme, reckoned[place]]));
  const compared = ways.flatMap(({ label, scheme, isOwn }): Compared[] => {
    const outcome = scheme ? outcomes.get(scheme) : undefined;
    if (!scheme || !outcome || !('found' in outcome)) return [];
    const { question } = asked.find((one) => one.scheme === scheme)!;
    return [
      {
        label,
        short: isOwn ? w.ownShort : label,
        name: w.methods[scheme.method],
        isOwn,
        scheme,
        found: outcome.found,
        trials: question.trials,
      },
    ];
  });
  const isReckoning = [...outcomes.values()].some((outcome) => outcome === undefined);
  const isTooLong = [...outcomes.values()].some((outcome) => outcome !== undefined && 'tooLong' in outcome);
  const replace = (place: number, ...by: typeof drafts) => write({ drafts: drafts.toSpliced(place, 1, ...by) });
  return (
    <Page title={w.title} lead={w.lead} back={<Link to={paths.lottery(grant)}>{words.places.lottery}</Link>}>
      <fieldset className="card scheme-size">
        <legend>{w.shared}</legend>
        <TextInput
          label={w.n}
          inputMode="numeric"
          value={n}
          error={!size && w.nHint}
          onChange={(event) => write({ n: event.currentTarget.value })}
        />
        <TextInput
          label={w.strata}
          inputMode="numeric"
          value={strata}
          error={!size && w.strataHint}
          onChange={(event) => write({ strata: event.currentTarget.value })}
        />
      </fieldset>
      <div className="schemes">
        {design && (
          <section className="card scheme scheme-own" aria-labelledby="own-scheme">
            <h2 id="own-scheme">{w.own}</h2>
            <dl className="facts">
              <div>
                <dt>{w.method}</dt>
                <dd>{w.methods[design.scheme.method]}</dd>
              </div>
              <div>
                <dt>{w.ratio}</dt>
                <dd>{arms}</dd>
              </div>
              {fieldsOf(design.scheme).map(([id, value]) => (
                <div key={id}>
                  <dt>{w.parameters[id]}</dt>
                  <dd>{wordOf(w.choices, value)}</dd>
                </div>
              ))}
            </dl>
            <p className="quiet">{w.ownHint}</p>
          </section>
        )}
        {drafts.map((draft, place) => {
          const one = read[place]!;
          const outcome = 'scheme' in one ? outcomes.get(one.scheme) : undefined;
          return (
            <SchemeForm
              key={LETTERS[place]}
              letter={LETTERS[place]!}
              draft={draft}
              wrong={'wrong' in one ? one.wrong : []}
              faults={outcome && 'faults' in outcome ? outcome.faults.map(({ sentence }) => text(sentence)) : []}
              onWrite={(written) => replace(place, written)}
              onRemove={() => replace(place)}
            />
          );
        })}
      </div>
      {drafts.length < MOST_OTHERS && (
        <Button variant="default" onClick={() => write({ drafts: [...drafts, usualDraft('permuted-blocks', arms)] })}>
          {w.add}
        </Button>
      )}
      <p role="status" className="quiet">
        {isReckoning && w.reckoning} {isTooLong && w.tooLong} {(!size || read.some((one) => 'wrong' in one)) && w.mend}
      </p>
      {compared.length > 0 && <Comparison compared={compared} />}
    </Page>
  );
}
