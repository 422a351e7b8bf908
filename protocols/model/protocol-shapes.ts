import { Type, type TObject, type TProperties } from '@sinclair/typebox';

/** The smallest parts every piece of the protocol language is made of. */
export const ID_PATTERN = '^[a-z][a-z0-9-]{0,39}$';
export const Id = (description: string) => Type.String({ pattern: ID_PATTERN, description });
export const Duration = (description: string) =>
  Type.String({ pattern: '^-?P\\d{1,4}D$', description: `${description} Whole days, such as "P14D" or "-P7D".` });
export const ClosedObject = <P extends TProperties>(properties: P, description?: string): TObject<P> =>
  Type.Object(properties, { additionalProperties: false, ...(description && { description }) });
