import { participantStream } from '#protocols/model/fact';
import { versionOf, type ParticipantContext } from '../../context';
import { append } from '../../db/facts';
import { wayOfSession } from '../../db/stores/ways';
import { ownChanges, type OwnChange } from '#protocols/rules/own-changes';
import { Problem } from '../../problem';

/**
 * A person changes how they take part. Asked twice, it is recorded once. Deleting answers is only asked for here: two people carry
 * it out.
 * @throws Problem 'participation-ended' where there is nothing left to change that way.
 */
export async function changeOwnParticipation(context: ParticipantContext, change: OwnChange): Promise<void> {
  const way = await wayOfSession(context.database.research, context.tokenHash, context.realNow);
  if (!way) throw new Problem('paused');
  const protocol = versionOf(await context.protocols(way.trial), way.version);
  const now = new Date(context.realNow.getTime() + way.clock);

  if (way.milestones.some(({ kind, detail }) => kind === 'participation-changed' && detail.change === change)) return;
  if (!ownChanges(way, protocol).includes(change)) throw new Problem('participation-ended');

  await append(
    context.database.research,
    { now, actor: 'participant', grant: null, request: context.request, entropy: context.entropy, uuid: context.uuid },
    { participant: way.participant },
    [
      {
        stream: participantStream(way.participant),
        trial: way.trial,
        head: way.stream,
        facts: [{ kind: 'participation-changed', payload: { change, source: 'participant' } }],
      },
    ],
  );
}
