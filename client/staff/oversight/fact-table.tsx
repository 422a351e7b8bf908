import { NativeSelect } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { readTrail } from '#contract/staff/audit-trail';
import { showCode } from '../../shared/format';
import { Empty } from '../components/empty';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';
import { keysOf } from '../words/keys-of';

type Trail = Reply<typeof readTrail>;

interface FactTableProps extends Trail {
  /** What the address asks for. */
  kept: { kind: string; before: string };
  /** The address with another question. */
  to: (search: Readonly<Record<string, string>>) => string;
}

/** A page of a trail, newest first, with its filter and the way to older pages; both are in the address. */
export function FactTable({ facts, next, kept, to }: FactTableProps) {
  const grant = useGrant();
  const navigate = useNavigate();
  const { words, instant } = useSpeech();
  const w = words.oversight.trail;
  const kinds = keysOf(words.codes.kinds).map((kind) => ({ value: kind, label: words.codes.kinds[kind] }));
  return (
    <>
      <NativeSelect
        label={w.kind}
        value={kept.kind}
        data={[{ value: '', label: w.anyKind }, ...kinds]}
        onChange={(event) => void navigate(to({ kind: event.target.value }))}
      />
      {facts.length === 0 ? (
        <Empty title={w.none} hint={w.noneHint} />
      ) : (
        <RowTable caption={w.title}>
          <thead>
            <tr>
              {[w.what, w.when, w.by, w.whom].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {facts.map(({ kind, at, by, role, code }, place) => (
              <tr key={`${at} ${kind} ${place}`}>
                <th scope="row">{wordOf(words.codes.kinds, kind)}</th>
                <td>
                  <time dateTime={at}>{instant(at)}</time>
                </td>
                <td>
                  {wordOf(words.participant.actors, by)}
                  {role !== null && <span className="quiet"> · {words.codes.roles[role]}</span>}
                </td>
                <td>{code === null ? w.theTrial : <Link to={paths.trailOf(grant, code)}>{showCode(code)}</Link>}</td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
      {(kept.before !== '' || next !== null) && (
        <nav className="buttons" aria-label={w.pages}>
          {kept.before !== '' && <Link to={to({ kind: kept.kind })}>{w.newest}</Link>}
          {next !== null && <Link to={to({ kind: kept.kind, before: next })}>{w.older}</Link>}
        </nav>
      )}
    </>
  );
}
