import { Link } from 'react-router';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { readsCeremonies } from '../ceremony/who-reads';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { Covered } from '../lottery/covered';
import { Proved } from '../lottery/proved';
import { Sentences } from '../lottery/sentences';
import { Standing } from '../lottery/standing';
import { Yourself } from '../lottery/yourself';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** The proof behind the green line: what was looked at, what that proves and what it does not, and how to check it oneself. */
export function LotteryProof() {
  const grant = useGrant();
  const { words } = useSpeech();
  const lottery = useRead(endpoints.readLottery, { params: { trial: grant.trial } });
  return (
    <Page title={words.lottery.title} lead={words.lottery.lead}>
      <Standing lottery={lottery} />
      {readsCeremonies(grant.role) && (
        <section>
          <h2>
            <Link to={paths.ceremony(grant)}>{words.ceremony.title}</Link>
          </h2>
          <p>{words.lottery.ceremonyLead}</p>
        </section>
      )}
      {lottery.design && (
        <section>
          <h2>
            <Link to={paths.schemes(grant)}>{words.lottery.schemes}</Link>
          </h2>
          <p>{words.lottery.schemesLead}</p>
        </section>
      )}
      {lottery.proof && <Covered proof={lottery.proof} />}
      <Proved />
      <Yourself locked={lottery.locked} />
      {lottery.design && <Sentences lottery={lottery} design={lottery.design} />}
    </Page>
  );
}
