import { RowTable } from '../components/row-table';
import { useSpeech } from '../speech';
import type { Effect } from './effect-types';
import { GroupCost } from './group-cost';

interface BehindFiguresProps {
  effect: Effect;
  /** The fingerprint of the locked plan; null where nothing is locked. */
  plan: string | null;
}

/** What stands behind every figure: groups, events, who is missing and why, the data's cut-off and versions. */
export function BehindFigures({ effect, plan }: BehindFiguresProps) {
  return (
    <>
      {effect.groups && <GroupCost groups={effect.groups} />}
      <Missing effect={effect} />
      <Events effect={effect} />
      <Data effect={effect} plan={plan} />
    </>
  );
}

function Missing({ effect: { excluded, strict, arms } }: { effect: Effect }) {
  const { words, text, number } = useSpeech();
  const w = words.figures.missing;
  const nameOf = (arm: string) => text(arms.find(({ id }) => id === arm)?.name ?? { da: arm, en: arm });
  const of = (byArm: readonly { arm: string; n: number }[], arm: string) => number(byArm.find((own) => own.arm === arm)?.n ?? 0);
  const strictByArm = strict.byArm.map(({ arm, n }) => `${nameOf(arm)} ${number(n)}`).join(', ');
  return (
    <section className="card" aria-labelledby="missing">
      <h2 id="missing">{w.title}</h2>
      {excluded.length === 0 ? (
        <p>{w.nobody}</p>
      ) : (
        <RowTable caption={w.title} quiet>
          <thead>
            <tr>
              <th scope="col">{w.reason}</th>
              {arms.map(({ id }) => (
                <th key={id} scope="col" className="figure">
                  {nameOf(id)}
                </th>
              ))}
              <th scope="col" className="figure">
                {w.all}
              </th>
            </tr>
          </thead>
          <tbody>
            {excluded.map(({ reason, byArm, total }) => (
              <tr key={reason}>
                <th scope="row">{w.reasons[reason]}</th>
                {arms.map(({ id }) => (
                  <td key={id} className="figure">
                    {of(byArm, id)}
                  </td>
                ))}
                <td className="figure">{number(total)}</td>
              </tr>
            ))}
          </tbody>
        </RowTable>
      )}
      <p className="quiet">{strict.total === 0 ? w.strictNobody : w.strict(number(strict.total), strictByArm)}</p>
    </section>
  );
}

function Events({ effect: { events } }: { effect: Effect }) {
  const { words, number } = useSpeech();
  const w = words.figures.events;
  return (
    <section className="card" aria-labelledby="events">
      <h2 id="events">{w.title}</h2>
      {events.length === 0 ? (
        <p>{w.none}</p>
      ) : (
        <>
          <p>{w.lead}</p>
          <RowTable caption={w.title}>
            <thead>
              <tr>
                <th scope="col">{w.event}</th>
                <th scope="col">{w.strategy}</th>
                <th scope="col">{w.handling}</th>
                <th scope="col" className="figure">
                  {w.happened}
                </th>
              </tr>
            </thead>
            <tbody>
              {events.map(({ event, strategy, handling, happened }) => (
                <tr key={event}>
                  <th scope="row">{w.names[event] ?? event}</th>
                  <td>{w.strategies[strategy]}</td>
                  <td>{w.handlings[handling]}</td>
                  <td className="figure">{happened === null ? words.common.none : number(happened.total)}</td>
                </tr>
              ))}
            </tbody>
          </RowTable>
        </>
      )}
    </section>
  );
}

/** Enough of a fingerprint to compare by eye. */
const FINGERPRINT = 12;

function Data({ effect: { cutoff, versions }, plan }: BehindFiguresProps) {
  const { words, number } = useSpeech();
  const w = words.figures.data;
  return (
    <section className="card" aria-labelledby="data">
      <h2 id="data">{w.title}</h2>
      <p>{w.cutoff(number(cutoff))}</p>
      {versions.map(({ version, people }) => (
        <p key={version}>{w.version(version, number(people))}</p>
      ))}
      {plan !== null && <p>{w.plan(plan.slice(0, FINGERPRINT))}</p>}
    </section>
  );
}
