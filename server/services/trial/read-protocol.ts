import type { readProtocol as promise } from '#contract/staff/protocol';
import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import type { Wording } from '#protocols/model/instrument';
import type { Protocol } from '#protocols/model/protocol';
import type { Role } from '#protocols/model/role';
import type { Language } from '#protocols/model/text';
import { drawsFor } from '#protocols/randomisation/scheme';
import { balancedBy, covariatesOf, randomisationOf, schemeOf } from '#protocols/rules/lottery-of';
import { commitmentOf } from '../../db/stores/trial-counts';
import { versionsOpened } from '../../db/stores/trials';
import type { Service } from '../../http/serve';

/** Notes about the lottery that name no parameter of its scheme. */
const OPEN_NOTES = ['/randomisation/strata', '/randomisation/factors', '/randomisation/unit'];

/** The protocol in force, for a reader. How the lottery draws stays out: it would help guessing, also in a note. */
export const readProtocol: Service<typeof promise> = async (context, { params: { trial } }) => {
  const { protocol, versions, scope, under, wordings, database } = context;
  const randomisation = randomisationOf(protocol);
  const { commitment, opened } = await database.research.within(scope, async (tx) => ({
    commitment: await commitmentOf(tx, trial, randomisation.id),
    opened: await versionsOpened(tx, trial),
  }));

  const screening = protocol.screening ?? [];
  const questionOf = (id: string) =>
    screening.find((item) => item.id === id)?.question ?? protocol.eligibility.find(({ item }) => item === id)?.question ?? null;
  return {
    trial,
    version: protocol.version,
    title: protocol.title,
    registration: protocol.registration ?? null,
    simulated: protocol.simulated,
    design: protocol.design,
    legalBasis: protocol.legalBasis,
    sites: protocol.sites,
    arms: protocol.arms.map(({ id, name, ratio }) => ({ id, name, ratio })),
    delivery: protocol.delivery.map(({ arm, ...offer }) => ({ ...offer, offeredTo: arm })),
    cohorts: protocol.cohorts,
    consent: {
      versions: protocol.consent.versions.map(({ version, title, statement }) => ({ version, title, statement })),
      reflectionHours: protocol.consent.reflectionHours,
      comprehension: protocol.consent.comprehension,
    },
    eligibility: protocol.eligibility,
    screening: screening.map(({ id, question, choices }) => ({ id, question, choices: choices.map(({ title }) => title) })),
    lottery: {
      ...(MAY_KNOW_THE_METHOD.includes(under.role) && { method: randomisation.method }),
      drawsFor: drawsFor(schemeOf(protocol)),
      unit: randomisation.unit,
      balancedBy: [...balancedBy(randomisation), ...covariatesOf(randomisation)].map((id) => ({ id, question: questionOf(id) })),
      commitment,
    },
    waves: protocol.waves.map((wave) => ({ ...wave, instruments: asked(wave.instruments, protocol, wordings(trial)) })),
    outcomes: protocol.outcomes,
    analysis: protocol.analysis,
    target: protocol.target,
    safety: protocol.safety,
    notes: (protocol.notes ?? []).filter(({ at }) => !at.startsWith('/randomisation') || OPEN_NOTES.includes(at)),
    versions: versions.map(({ version, digest }) => ({ version, digest, openedAt: opened[version] ?? null })),
  };
};

/** Those who watch and analyse; neither whoever enrols nor whoever gives them their grants. */
const MAY_KNOW_THE_METHOD: readonly Role[] = ['researcher', 'custodian', 'data-manager', 'monitor'];

function asked(ids: readonly string[], { languages = ['da'] }: Protocol, study: readonly Wording[]) {
  return ids.flatMap((id) => {
    const instrument = instrumentOf(id);
    if (!instrument) return [];
    const stateIn = (language: Language) => {
      const { origin, verified } = wordingOf(instrument, language, study);
      if (origin === 'placeholder') return 'missing' as const;
      if (verified) return 'verified' as const;
      return origin === 'study' ? ('study' as const) : ('ships' as const);
    };
    const wordings = languages.map((language) => ({ language, state: stateIn(language) }));
    return [{ id, title: instrument.title, items: instrument.items.length, wordings }];
  });
}
