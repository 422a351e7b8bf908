import { Type } from '@sinclair/typebox';
import { Delivery, Protocol, Wave } from '#protocols/model/protocol';
import { without } from '#protocols/model/without';
import { Language, Text } from '#protocols/model/text';
import { endpoint } from '../endpoint';
import { Digest, InTrial, Instant, Nullable, object } from '../shapes';

const { properties } = Protocol;
const { id, title, anchor, window, before, freshFor, minutes, reminders, interview } = Wave.properties;

const AskedInstrument = object({
  id: Type.String(),
  title: Text,
  items: Type.Integer(),
  wordings: Type.Array(
    object({
      language: Language,
      state: Type.Union([Type.Literal('verified'), Type.Literal('ships'), Type.Literal('study'), Type.Literal('missing')], {
        description:
          'verified: compared with the authorised words. ships: not yet. study: the study brought them. missing: nobody.',
      }),
    }),
  ),
});

/**
 * The protocol for a reader. Of the lottery only what may be known beforehand: no parameter of the scheme is in anybody's reply, and
 * only those who watch and analyse are told the method.
 */
export const readProtocol = endpoint({
  id: 'readProtocol',
  method: 'GET',
  path: '/api/staff/trials/:trial/protocol',
  who: ['coordinator', 'researcher', 'custodian', 'data-manager', 'monitor', 'administrator'],
  summary:
    'The protocol in force as it is to be read: arms, offers, waves, entry, lottery, analysis, safety, notes and versions.',
  params: InTrial,
  reply: object({
    trial: Type.String(),
    version: Type.String(),
    title: Text,
    registration: Nullable(Type.String()),
    simulated: Type.Boolean(),
    design: properties.design,
    legalBasis: properties.legalBasis,
    sites: properties.sites,
    arms: Type.Array(object({ id: Type.String(), name: Text, ratio: Type.Integer() })),
    delivery: Type.Array(object({ ...without(Delivery.properties, 'arm'), offeredTo: Type.String() })),
    cohorts: properties.cohorts,
    consent: object({
      versions: Type.Array(object({ version: Type.String(), title: Text, statement: Text })),
      reflectionHours: Type.Integer(),
      comprehension: properties.consent.properties.comprehension,
    }),
    eligibility: properties.eligibility,
    screening: Type.Array(object({ id: Type.String(), question: Text, choices: Type.Array(Text) })),
    lottery: object({
      method: Type.Optional(Type.String()),
      drawsFor: Type.Union([Type.Literal('participant'), Type.Literal('cohort')]),
      unit: Type.Union([Type.Literal('participant'), Type.Literal('household'), Type.Literal('cluster')]),
      balancedBy: Type.Array(object({ id: Type.String(), question: Nullable(Text) })),
      commitment: Nullable(Digest),
    }),
    waves: Type.Array(
      object({
        id,
        title,
        anchor,
        window,
        before,
        freshFor,
        minutes,
        reminders,
        interview,
        instruments: Type.Array(AskedInstrument),
      }),
    ),
    outcomes: properties.outcomes,
    analysis: properties.analysis,
    target: properties.target,
    safety: properties.safety,
    notes: Type.Array(properties.notes.items),
    versions: Type.Array(object({ version: Type.String(), digest: Digest, openedAt: Nullable(Instant) })),
  }),
  problems: ['signed-out', 'not-found', 'role-missing'],
});
