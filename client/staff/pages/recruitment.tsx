import { lazy, Suspense } from 'react';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Loading } from '../components/loading';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import type { Recruitment as Recruited } from '../overview/types';
import { useSpeech } from '../speech';

// The chart's library is as large as everything else here together: it is fetched when it is needed.
const Curves = lazy(async () => ({ default: (await import('../overview/recruitment-curves')).RecruitmentCurves }));

/** Recruitment against the plan: in a sentence, as curves, by site, and when the target may be reached. */
export function Recruitment() {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const recruitment = useRead(endpoints.readRecruitment, { params: { trial } });
  return (
    <Page title={words.recruitment.title}>
      {recruitment.plan === null ? (
        <Empty title={words.recruitment.empty} hint={words.recruitment.emptyHint} />
      ) : (
        <>
          <Standing recruitment={recruitment} />
          <Suspense fallback={<Loading />}>
            <Curves recruitment={recruitment} />
          </Suspense>
          <Sites recruitment={recruitment} />
        </>
      )}
    </Page>
  );
}

function Standing({ recruitment }: { recruitment: Recruited }) {
  const { site } = useGrant();
  const { words, number, day } = useSpeech();
  const w = words.recruitment;
  const { drawn, target, planned, plan, projection } = recruitment;
  if (site !== null) return null;
  const behind = planned - drawn;
  const until =
    projection.state === 'reached'
      ? w.reached(day(projection.on))
      : projection.state === 'too-few'
        ? w.tooFew(number(projection.drawn))
        : w.projected(day(projection.earliest), day(projection.latest));
  return (
    <div className="notice notice-calm">
      <p className="notice-title">{w.of(number(drawn), number(target))}</p>
      {drawn < target && <p>{behind > 0 ? w.behind(number(planned), number(behind)) : w.ahead(number(planned))}</p>}
      <p>{until}</p>
      {plan && <p className="quiet">{w.plan(day(plan.from), day(plan.until))}</p>}
    </div>
  );
}

function Sites({ recruitment: { sites } }: { recruitment: Recruited }) {
  const { words, number } = useSpeech();
  const w = words.recruitment;
  return (
    <section>
      <h2>{w.bySite}</h2>
      <RowTable caption={w.bySite}>
        <thead>
          <tr>
            <th scope="col">{w.site}</th>
            {[w.registered, w.consented, w.drawn].map((head) => (
              <th key={head} scope="col" className="figure">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sites.map(({ site, name, registered, consented, drawn }) => (
            <tr key={site}>
              <th scope="row">{name}</th>
              <td className="figure">{number(registered)}</td>
              <td className="figure">{number(consented)}</td>
              <td className="figure">{number(drawn)}</td>
            </tr>
          ))}
        </tbody>
      </RowTable>
    </section>
  );
}
