import { Link, useParams } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { Interview } from '../interview/interview';
import { LogCall } from '../interview/log-call';
import { ReportUnblinding } from '../unblinding/report-unblinding';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** One person to telephone: the number, what came of the call, the questions. */
export function Call() {
  const grant = useGrant();
  const { words, text, dayOf } = useSpeech();
  const { participant = '', wave = '' } = useParams();
  const w = words.field;
  const call = useRead(endpoints.readCall, { params: { trial: grant.trial, participant, wave } });
  const isReached = call.tries.at(-1)?.outcome === 'reached';
  return (
    <Page
      title={call.name ?? showCode(call.code)}
      lead={`${text(call.wave.title)} · ${w.calls.until(dayOf(call.closesAt))}`}
      back={<Link to={paths.calls(grant)}>{w.calls.title}</Link>}
    >
      <p className="big">
        {call.telephone === null ? w.calls.noTelephone : <a href={`tel:${call.telephone}`}>{call.telephone}</a>}
      </p>
      {isReached ? <Interview call={call} /> : <LogCall participant={participant} wave={wave} />}
      <ReportUnblinding participant={participant} />
    </Page>
  );
}
