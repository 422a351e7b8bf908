import type { Change } from '#protocols/model/fact';
import { OWN_CHANGES, type OwnChange } from '#protocols/rules/own-changes';
import { changeOwnParticipation } from '../services/consent/change-own-participation';
import { changeParticipation } from '../services/participants/change-participation';
import { eraseParticipant } from '../services/participants/erase-participant';
import { requestErasure } from '../services/participants/request-erasure';
import type { Player } from './player';
import type { Stage } from './stage';

const MINUTE = 60_000;

/** Changes after which nobody asks the person again. */
const ENDS: readonly Change[] = ['no-more-data', 'unlink', 'erase', 'lost', 'died'];

/** A change as the person or their coordinator makes it; an erasure is carried out by two people afterwards. */
export async function change(stage: Stage, player: Player, what: Change, at: Date): Promise<void> {
  if (isOwn(what)) {
    const visitor = await stage.visitor(player.link.url, at, player.source);
    await changeOwnParticipation(visitor.at(at), what);
    await visitor.close();
  } else {
    await changeParticipation(await stage.coordinator(player.site, at, player.source), {
      params: paramsOf(stage, player),
      query: {},
      body: { change: what, source: what === 'unlink' || what === 'moved' ? 'participant' : 'site' },
    });
  }
  if (ENDS.includes(what)) player.stopped = true;
  if (what === 'erase') await erase(stage, player, at);
}

async function erase(stage: Stage, player: Player, at: Date): Promise<void> {
  const params = paramsOf(stage, player);
  const later = (minutes: number) => new Date(at.getTime() + minutes * MINUTE);
  await requestErasure(await stage.central('dataManager', later(30), player.source), {
    params,
    query: {},
    body: { reason: 'participant-asked' },
  });
  await eraseParticipant(await stage.central('secondDataManager', later(60), player.source), { params, query: {}, body: {} });
}

const isOwn = (what: Change): what is OwnChange => (OWN_CHANGES as readonly string[]).includes(what);
const paramsOf = (stage: Stage, { code }: Player) => ({ trial: stage.protocol.id, participant: code });
