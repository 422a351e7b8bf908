import { Link } from 'react-router';
import { showCode } from '../../shared/format';
import { endpoints } from '../api/endpoints';
import { useRead } from '../api/use-read';
import { Empty } from '../components/empty';
import { Page } from '../components/page';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';

/** Whom to telephone now, by deadline. */
export function Calls() {
  const grant = useGrant();
  const { words, text, dayOf } = useSpeech();
  const w = words.field.calls;
  const { calls, mostTries } = useRead(endpoints.listCalls, { params: { trial: grant.trial } });
  return (
    <Page title={w.title} lead={w.lead}>
      {calls.length === 0 ? (
        <Empty title={w.none} hint={w.noneHint} />
      ) : (
        <ul className="cards">
          {calls.map(({ code, name, telephone, wave, closesAt, tries }) => (
            <li key={`${code} ${wave.id}`} className="card">
              <h2>
                <Link to={paths.call(grant, code, wave.id)}>{w.call(name ?? showCode(code))}</Link>
              </h2>
              <p>{telephone ?? w.noTelephone}</p>
              <p className="quiet">
                {text(wave.title)} · {w.until(dayOf(closesAt))} · {w.tries(tries.length, mostTries)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
