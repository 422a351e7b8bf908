import { Type, type TSchema } from '@sinclair/typebox';

/** Shapes that several promises share. */
export const closed = { additionalProperties: false } as const;
export const object = <P extends Record<string, TSchema>>(properties: P) => Type.Object(properties, closed);
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const TrialId = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' });
export const SiteId = TrialId;
/** A participant's code as printed, with or without the hyphens. */
export const Code = Type.String({ minLength: 7, maxLength: 12 });
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
export const Digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
export const PersonName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });

export const InTrial = object({ trial: TrialId });
export const OfParticipant = object({ trial: TrialId, participant: Code });
export const OfCohort = object({ trial: TrialId, cohort: Uuid });
export const Nothing = object({});
