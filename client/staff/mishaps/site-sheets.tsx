import { Button } from '@mantine/core';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';

/** The site's half: one sheet a page, with what each letter stands for. */
export function SiteSheets({ list }: { list: string }) {
  const { trial } = useGrant();
  const { words, text } = useSpeech();
  const w = words.mishaps.sheets;
  const show = useAct(endpoints.printSiteSheets);
  return (
    <>
      <ProblemNotice refused={show.refused} />
      <div className="buttons no-print">
        <Button variant="default" loading={show.isActing} onClick={() => show.act({ params: { trial, list } })}>
          {w.printSheets}
        </Button>
        {show.reply && <Button onClick={() => window.print()}>{w.print}</Button>}
      </div>
      {show.reply && <p className="no-print">{w.keep}</p>}
      {show.reply?.sheets.map(({ sheet, letters }) => (
        <article key={sheet} className="sheet">
          <h3>{w.sheet(sheet)}</h3>
          <p>{w.onSheet} ______</p>
          <dl className="facts">
            {letters.map(({ letter, means }) => (
              <div key={letter}>
                <dt>{w.means(letter)}</dt>
                <dd>{text(means)}</dd>
              </div>
            ))}
          </dl>
          <p>{w.code}: ____________</p>
        </article>
      ))}
    </>
  );
}
