import { Link, useSearchParams } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { listConsents, readVerification } from '#contract/staff/audit-trail';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { KeepCommitments } from '../components/keep-commitments';
import { Page } from '../components/page';
import { RowTable } from '../components/row-table';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { wordOf } from '../words/code-words';

/** Who consented to what, what left the house, and what the trail can be checked against. */
export function Oversight() {
  const grant = useGrant();
  const { words } = useSpeech();
  const [search] = useSearchParams();
  const before = search.get('before') || undefined;
  const params = { trial: grant.trial };
  const { consents, next } = useRead(endpoints.listConsents, { params, query: { before } });
  const verification = useRead(endpoints.readVerification, { params });
  const w = words.oversight.oversight;
  return (
    <Page title={w.title} lead={w.lead}>
      <h2>{w.verification}</h2>
      <Proofs {...verification} />
      <KeepCommitments />
      <h2>{w.exports}</h2>
      {verification.exports.length === 0 ? <p>{w.noExports}</p> : <Files exports={verification.exports} />}
      <h2>{w.consents}</h2>
      {consents.length === 0 ? <p>{w.noConsents}</p> : <Consents consents={consents} />}
      {(before !== undefined || next !== null) && (
        <nav className="buttons" aria-label={words.oversight.trail.pages}>
          {before !== undefined && <Link to={paths.oversight(grant)}>{words.oversight.trail.newest}</Link>}
          {next !== null && <Link to={paths.oversight(grant, { before: next })}>{words.oversight.trail.older}</Link>}
        </nav>
      )}
    </Page>
  );
}

function Proofs({ checkpoint, lotteries }: Pick<Reply<typeof readVerification>, 'checkpoint' | 'lotteries'>) {
  const { words, instant } = useSpeech();
  const w = words.oversight.oversight;
  return (
    <>
      {checkpoint === null ? (
        <p>{w.noCheckpoint}</p>
      ) : (
        <p>
          {w.checkpoint(checkpoint.number, instant(checkpoint.at))}. {w.covers(checkpoint.upto)}
        </p>
      )}
      {lotteries.map(({ scheme, commitment }) => (
        <p key={scheme}>
          {w.commitment(scheme)}: <code className="digest">{commitment}</code>
        </p>
      ))}
    </>
  );
}

function Files({ exports }: Pick<Reply<typeof readVerification>, 'exports'>) {
  const { words, instant, number } = useSpeech();
  const w = words.oversight.oversight;
  return (
    <RowTable caption={w.exports}>
      <thead>
        <tr>
          {[words.oversight.trail.when, words.oversight.trail.by, w.preset, w.rows, w.sha256].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {exports.map(({ preset, rows, sha256, at, by }) => (
          <tr key={`${at} ${sha256}`}>
            <th scope="row">{instant(at)}</th>
            <td>{wordOf(words.participant.actors, by)}</td>
            <td>{preset}</td>
            <td className="figure">{number(rows)}</td>
            <td>
              <code className="digest">{sha256}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </RowTable>
  );
}

function Consents({ consents }: Pick<Reply<typeof listConsents>, 'consents'>) {
  const grant = useGrant();
  const { words, instant } = useSpeech();
  const w = words.oversight.oversight;
  return (
    <RowTable caption={w.consents}>
      <thead>
        <tr>
          {[words.common.code, w.text, w.signedAt, w.both].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {consents.map(({ code, text, signedAt, givenAt, by }) => (
          <tr key={`${code} ${signedAt}`}>
            <th scope="row">
              <Link to={paths.trailOf(grant, code)}>{showCode(code)}</Link>
            </th>
            <td>{text}</td>
            <td>{instant(signedAt)}</td>
            <td>
              {givenAt === null || by === null ? w.noBoth : w.yesBoth(wordOf(words.participant.actors, by), instant(givenAt))}
            </td>
          </tr>
        ))}
      </tbody>
    </RowTable>
  );
}
