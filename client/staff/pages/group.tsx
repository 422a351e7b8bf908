import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Reply } from '#contract/endpoint';
import type { readGroup } from '#contract/staff/delivery';
import { endpoints } from '../api/endpoints';
import { useAct } from '../api/use-act';
import { useRead } from '../api/use-read';
import { AttendanceTable } from '../components/attendance-table';
import { ConfirmButton } from '../components/confirm-button';
import { isNamed } from '../components/field-problem';
import { Form } from '../components/form';
import { Page } from '../components/page';
import { PersonalLink } from '../components/personal-link';
import { ProblemNotice } from '../components/problem-notice';
import { useGrant } from '../grant';
import { paths } from '../paths';
import { useSpeech } from '../speech';
import { keysOf } from '../words/keys-of';

type GroupDetail = Reply<typeof readGroup>;

/** One group: who leads it, who is in it, who was there. */
export function Group() {
  const grant = useGrant();
  const { words, day } = useSpeech();
  const { group: id = '' } = useParams();
  const group = useRead(endpoints.readGroup, { params: { trial: grant.trial, group: id } });
  const mark = useAct(endpoints.recordAttendance);
  const present = group.persons.filter(({ leftOn }) => leftOn === null);
  return (
    <Page
      title={group.name}
      lead={`${words.groups.starts} ${day(group.startsOn)} ${words.groups.at(group.meetsAt)}`}
      back={<Link to={paths.groups(grant)}>{words.groups.title}</Link>}
    >
      {group.people < group.minimum && <p className="quiet">{words.groups.small(group.minimum)}</p>}
      <Facilitators group={group} />
      <section>
        <h2>{words.group.sessions}</h2>
        <ProblemNotice refused={mark.refused} />
        <AttendanceTable
          sessions={group.sessions}
          people={present.map(({ code, name, attendance }) => ({ key: code, name: name ?? code, attendance }))}
          onMark={(participant, ordinal, presence) =>
            mark.act({ params: { trial: grant.trial, group: id, ordinal: String(ordinal) }, body: { participant, presence } })
          }
        />
      </section>
      <section aria-labelledby="people">
        <h2 id="people">{words.group.people}</h2>
        {group.begun && group.others.length > 0 && <p>{words.group.moveLate}</p>}
        {group.persons.map((person) => (
          <Person key={person.code} person={person} group={group} />
        ))}
      </section>
    </Page>
  );
}

function Facilitators({ group: { group, facilitators, known } }: { group: GroupDetail }) {
  const { trial } = useGrant();
  const { words, instant } = useSpeech();
  const name = useAct(endpoints.nameFacilitator);
  const end = useAct(endpoints.endFacilitator);
  const link = useAct(endpoints.issueEveningLink);
  const [chosen, setChosen] = useState('');
  const add = (form: FormData): void => {
    const given = (field: string): string | null => String(form.get(field) ?? '').trim() || null;
    const body = chosen
      ? { staff: chosen, name: null, telephone: null }
      : { staff: null, name: given('name'), telephone: given('telephone') };
    name.act({ params: { trial, group }, body });
  };
  return (
    <section className="card" aria-labelledby="facilitators">
      <h2 id="facilitators">{words.group.facilitators}</h2>
      <ProblemNotice refused={end.refused ?? link.refused} />
      {facilitators.length === 0 && <p>{words.group.noFacilitator}</p>}
      {facilitators.map((one) => (
        <div key={one.staff}>
          <p>
            <strong>{one.name}</strong> {one.telephone}
            <br />
            <span className="quiet">
              {one.link === null
                ? words.group.noLink
                : (one.link.channel === 'sms' ? words.group.linkSent : words.group.linkByHand)(
                    one.link.ordinal,
                    instant(one.link.at),
                  )}
            </span>
          </p>
          <div className="buttons">
            <ConfirmButton
              label={words.group.makeLink}
              consequence={words.group.linkConsequence}
              confirm={words.group.makeLink}
              quiet
              isActing={link.isActing}
              onConfirm={() => link.act({ params: { trial, group, staff: one.staff } })}
            />
            <ConfirmButton
              label={words.group.end}
              consequence={words.group.endConsequence(one.name)}
              confirm={words.group.end}
              quiet
              danger
              isActing={end.isActing}
              onConfirm={() => end.act({ params: { trial, group, staff: one.staff } })}
            />
          </div>
        </div>
      ))}
      {link.reply && <PersonalLink link={link.reply.link} />}
      <Form onSend={add} refused={name.refused}>
        {known.length > 0 && (
          <NativeSelect
            label={words.group.known}
            value={chosen}
            data={[{ value: '', label: words.group.new }, ...known.map((one) => ({ value: one.staff, label: one.name }))]}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )}
        {chosen === '' && (
          <>
            <TextInput
              name="name"
              label={words.group.name}
              autoComplete="off"
              error={isNamed(name.refused, 'name') && words.group.nameHint}
            />
            <TextInput
              name="telephone"
              type="tel"
              label={words.group.telephone}
              autoComplete="off"
              error={isNamed(name.refused, 'telephone') && words.group.telephoneHint}
            />
          </>
        )}
        <ProblemNotice refused={name.refused} />
        <div className="buttons">
          <Button type="submit" variant="default" loading={name.isActing}>
            {words.group.add}
          </Button>
        </div>
      </Form>
    </section>
  );
}

function Person({ person, group }: { person: GroupDetail['persons'][number]; group: GroupDetail }) {
  const grant = useGrant();
  const { words, day } = useSpeech();
  const move = useAct(endpoints.placeInGroup);
  const leave = useAct(endpoints.leaveGroup);
  const { code, name, leftOn } = person;
  const who = name ?? code;
  const params = { trial: grant.trial, participant: code };
  const choose = (reason: string): void => {
    const known = keysOf(words.leavings).find((one) => one === reason);
    if (known) leave.act({ params, body: { group: group.group, reason: known } });
  };
  return (
    <details>
      <summary>
        {who} {leftOn !== null && <span className="quiet">{words.group.left(day(leftOn))}</span>}
      </summary>
      <p>
        <Link to={paths.participant(grant, code)}>{who}</Link>
      </p>
      <ProblemNotice refused={move.refused ?? leave.refused} />
      {group.others.length > 0 && leftOn === null && (
        <NativeSelect
          label={words.group.moveTo(who)}
          value=""
          data={[
            { value: '', label: words.common.choose, disabled: true },
            ...group.others.map((one) => ({ value: one.group, label: one.name })),
          ]}
          onChange={(event) => move.act({ params, body: { group: event.currentTarget.value } })}
        />
      )}
      {leftOn === null && (
        <NativeSelect
          label={words.group.reason(who)}
          description={words.group.leaveHint}
          value=""
          data={[
            { value: '', label: words.common.choose, disabled: true },
            ...keysOf(words.leavings).map((value) => ({ value, label: words.leavings[value] })),
          ]}
          onChange={(event) => choose(event.currentTarget.value)}
        />
      )}
    </details>
  );
}
