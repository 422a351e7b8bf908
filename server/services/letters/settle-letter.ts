import type { settleLetter as promise } from '#contract/staff/letters';
import { participantStream } from '#protocols/model/fact';
import type { LetterKey } from '#protocols/rules/letters';
import { append } from '../../db/facts';
import { lockUnsettled, readAddressee, releaseLetter, settleLetter as settle } from '../../db/stores/letters';
import type { Service } from '../../http/serve';
import { Problem } from '../../problem';
import { findWay } from '../../way';

/**
 * Settles a letter nobody knew about. The ledger's row is held while the fact is recorded: of two people one settles it, and a crash
 * between the two leaves it as it was.
 */
export const settleLetter: Service<typeof promise> = async (context, { params: { trial }, body }) => {
  const { database, now } = context;
  const { wave, letter, ordinal, outcome } = body;
  const key: LetterKey = { wave, letter, ordinal };
  const { participant } = (await findWay(context, body.code)).way;

  await database.linkage.within({}, async (tx) => {
    if (!(await lockUnsettled(tx, participant, key, now))) throw new Problem('letter-settled');
    const found = await database.research.within({ trial, sites: '*', reads: 'system' }, (at) => readAddressee(at, participant));
    const isRecorded = found!.sent.some((one) => one.wave === wave && one.letter === letter && one.ordinal === ordinal);
    // Recorded already: the sending was cut short after its fact, and only the ledger lacks it.
    if (outcome === 'send-again' && !isRecorded) return releaseLetter(tx, participant, key);
    if (!isRecorded) {
      const stream = participantStream(participant);
      const fact = { kind: 'letter-sent' as const, payload: { ...key, channel: 'e-mail' as const } };
      await append(database.research, context, { trial, sites: '*' }, [
        { stream, trial, head: found!.way.stream, facts: [fact] },
      ]);
    }
    await settle(tx, participant, key, now);
  });
  return {};
};
