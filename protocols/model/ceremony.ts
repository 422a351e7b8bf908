import { Type, type Static } from '@sinclair/typebox';

/** Who brings a share of the seed: the statistician who may know the lottery's inside, and somebody who neither plans nor enrols. */
export const SharePlace = Type.Union([Type.Literal('first'), Type.Literal('second')]);
export type SharePlace = Static<typeof SharePlace>;

/** The sheets that lie apart once the seed is made: each holder's, and that of the third who keeps the escrow. Any two rebuild it. */
export const SheetPlace = Type.Union([Type.Literal('first'), Type.Literal('second'), Type.Literal('escrow')]);
export type SheetPlace = Static<typeof SheetPlace>;

/** Why a ceremony was given up. A reason has no words of its own: nothing about a person belongs here. */
export const AbortReason = Type.Union([
  Type.Literal('share-lost'),
  Type.Literal('holder-gone'),
  Type.Literal('share-seen'),
  Type.Literal('too-late'),
  Type.Literal('value-missing'),
  Type.Literal('value-mistyped'),
  Type.Literal('protocol-changed'),
]);
export type AbortReason = Static<typeof AbortReason>;

/** Where the public value will be read, in words: such as a round of a public beacon, by number. */
export const ValueSource = Type.String({
  pattern: '^[A-Za-z0-9ÆØÅæøå][A-Za-z0-9ÆØÅæøå .,:;/_()#+?=&%-]{5,198}[A-Za-z0-9ÆØÅæøå)/.]$',
});

/** The public value as it was published: it enters the seed letter by letter, so that it has no space at either end. */
export const PublicValue = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 .,:;/+=_-]{4,198}[A-Za-z0-9=]$' });
