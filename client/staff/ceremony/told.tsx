import { useSpeech } from '../speech';
import { Abort } from './abort';
import type { Ceremony } from './types';

/** One ceremony as it is published: who was bound to what, when, and how it ended. */
export function Told({ one }: { one: Ceremony }) {
  const { words, instant } = useSpeech();
  const w = words.ceremony;
  const act = (by: string, at: string) => w.by(by === 'system' ? words.participant.actors.system : by, instant(at));
  const share = (place: 'first' | 'second') => {
    const found = one[place];
    return (
      <Line title={w.sheet.seals[place]} told={found ? act(found.by, found.at) : w.missing} hash={found?.commitment}>
        {found?.broughtAt && <span className="quiet">{w.broughtAt(instant(found.broughtAt))}</span>}
      </Line>
    );
  };
  return (
    <article className="card ceremony" aria-labelledby={`ceremony-${one.ceremony}`}>
      <h3 id={`ceremony-${one.ceremony}`}>
        {w.numbered(one.ceremony)} <span className={one.aborted ? 'warning' : 'quiet'}>{w.standings[one.standing]}</span>
      </h3>
      {one.automatic && <p className="notice">{w.automatic}</p>}
      <dl className="facts">
        <Line title={w.announced} told={act(one.announced.by, one.announced.at)} />
        {!one.automatic && <Line title={w.source} told={w.known(one.source, instant(one.knownAt))} />}
        <Line title={w.protocol} told={w.software(one.software)} hash={one.protocolDigest} />
        <Line title={w.scheme(one.scheme)} hash={one.schemeDigest} />
        {share('first')}
        {share('second')}
        {one.entered && !one.automatic && (
          <Line title={w.publicValue} told={act(one.entered.by, one.entered.at)} hash={one.entered.value} />
        )}
        {one.completed && <Line title={w.completed} told={instant(one.completed.at)} />}
        {one.completed && !one.automatic && <Line title={w.sheet.seals.escrow} hash={one.completed.escrow} />}
        {one.escrowSheet && <Line title={w.escrowGiven} told={act(one.escrowSheet.by, one.escrowSheet.at)} />}
        {one.rehearsed.map((tried) => (
          <Line key={tried.at} title={w.rehearsed} told={instant(tried.at)} />
        ))}
        {one.recovered.map((tried) => (
          <Line key={tried.at} title={w.recovered} told={instant(tried.at)} />
        ))}
        {one.aborted && (
          <Line title={w.aborted(w.abort.reasons[one.aborted.reason])} told={act(one.aborted.by, one.aborted.at)} />
        )}
      </dl>
      {one.completed && one.refusals.abort === null && <Abort one={one} />}
    </article>
  );
}

interface LineProps {
  title: string;
  told?: string;
  hash?: string;
  children?: React.ReactNode;
}

function Line({ title, told, hash, children }: LineProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {told}
        {hash !== undefined && <span className="hash">{hash}</span>}
        {children}
      </dd>
    </div>
  );
}
