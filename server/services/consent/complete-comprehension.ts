import { participantStream } from '#protocols/model/fact';
import { currentText, last } from '#protocols/rules/journey';
import { stoppedBy } from '#protocols/rules/waves';
import { versionOf, type ParticipantContext } from '../../context';
import { append } from '../../db/facts';
import { wayOfSession } from '../../db/stores/ways';
import { Problem } from '../../problem';

/** What a person answered to each question about the information, and how many goes it took altogether. */
export interface Understanding {
  answers: Readonly<Record<string, boolean>>;
  tries: number;
}

/**
 * Records that a person knows what the information says. How many tries it took says something about the text, nothing about them.
 * @throws Problem 'not-understood-yet' while an answer is missing or another than the text's.
 */
export async function completeComprehension(context: ParticipantContext, { answers, tries }: Understanding): Promise<void> {
  const way = await wayOfSession(context.database.research, context.tokenHash, context.realNow);
  if (!way) throw new Problem('paused');
  const protocol = versionOf(await context.protocols(way.trial), way.version);
  const now = new Date(context.realNow.getTime() + way.clock);

  const text = currentText(protocol).version;
  if (last(way, 'comprehension-completed')?.detail.text === text) return;
  if (stoppedBy(way)) throw new Problem('participation-ended');
  if (last(way, 'information-read')?.detail.text !== text) throw new Problem('information-not-read');
  if (!protocol.consent.comprehension.every(({ id, truth }) => answers[id] === truth)) throw new Problem('not-understood-yet');

  await append(
    context.database.research,
    { now, actor: 'participant', grant: null, request: context.request, entropy: context.entropy, uuid: context.uuid },
    { participant: way.participant },
    [
      {
        stream: participantStream(way.participant),
        trial: way.trial,
        head: way.stream,
        facts: [{ kind: 'comprehension-completed', payload: { text, tries } }],
      },
    ],
  );
}
