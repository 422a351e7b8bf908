import { participantStream } from '#protocols/model/fact';
import type { Language } from '#protocols/model/text';
import { currentText, last } from '#protocols/rules/journey';
import { stoppedBy } from '#protocols/rules/waves';
import { versionOf, type ParticipantContext } from '../../context';
import { append } from '../../db/facts';
import { wayOfSession } from '../../db/stores/ways';
import { Problem } from '../../problem';

/**
 * A person says that they have read the information. Said twice, it is recorded once.
 * @param text the version of the text that the page showed; `language` the one it was shown in.
 */
export async function readInformation(
  context: ParticipantContext,
  { text, language }: { text: string; language: Language },
): Promise<void> {
  const way = await wayOfSession(context.database.research, context.tokenHash, context.realNow);
  if (!way) throw new Problem('paused');
  const protocol = versionOf(await context.protocols(way.trial), way.version);
  const now = new Date(context.realNow.getTime() + way.clock);

  if (last(way, 'information-read')?.detail.text === text) return;
  if (stoppedBy(way)) throw new Problem('participation-ended');
  if (!last(way, 'informed-orally')) throw new Problem('not-informed');
  if (text !== currentText(protocol).version) throw new Problem('outdated-text');

  await append(
    context.database.research,
    { now, actor: 'participant', grant: null, request: context.request, entropy: context.entropy, uuid: context.uuid },
    { participant: way.participant },
    [
      {
        stream: participantStream(way.participant),
        trial: way.trial,
        head: way.stream,
        facts: [{ kind: 'information-read', payload: { text, language } }],
      },
    ],
  );
}
