import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { Covered } from '../lottery/covered';
import { Proved } from '../lottery/proved';
import { Standing } from '../lottery/standing';
import { Yourself } from '../lottery/yourself';
import { useSpeech } from '../speech';

/** The proof behind the green line: what was looked at, what that proves and what it does not, and how to check it oneself. */
export function LotteryProof() {
  const grant = useGrant();
  const { words } = useSpeech();
  const lottery = useRead(endpoints.readLottery, { params: { trial: grant.trial } });
  return (
    <Page title={words.lottery.title} lead={words.lottery.lead}>
      <Standing lottery={lottery} />
      {lottery.proof && <Covered proof={lottery.proof} />}
      <Proved />
      <Yourself locked={lottery.locked} />
    </Page>
  );
}
