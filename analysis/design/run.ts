import { Type, type Static } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { sentencesOf } from '../analyses/option-faults';
import { cannot, type Design, type NotReckoned, type Reckoned } from './design';
import { correlationDesign, onewayDesign, pairedDesign, proportionsDesign, survivalDesign } from './other-designs';
import { twoMeansDesign } from './two-means';

/** The designs a file can name; what each may hold is in its own file. */
export const DESIGN_NAMES = ['correlation', 'oneway', 'paired', 'proportions', 'survival', 'two-means'] as const;
export type DesignName = (typeof DESIGN_NAMES)[number];

/** A file of designs; the options of each are checked by the design itself. */
export const DesignsFile = Type.Object(
  {
    designs: Type.Array(
      Type.Object({ id: Type.Optional(Type.String({ minLength: 1 })), design: Type.String() }, { additionalProperties: true }),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false, title: 'Lodtræk designs file' },
);
export type DesignsFile = Static<typeof DesignsFile>;

export type Answer = { readonly id: string; readonly design: string } & (Reckoned | NotReckoned);

function designNamed(name: DesignName): Design {
  switch (name) {
    case 'correlation':
      return correlationDesign;
    case 'oneway':
      return onewayDesign;
    case 'paired':
      return pairedDesign;
    case 'proportions':
      return proportionsDesign;
    case 'survival':
      return survivalDesign;
    case 'two-means':
      return twoMeansDesign;
  }
}

const ajv = new Ajv({ allErrors: true, strict: true });
const isDesignName = (name: string): name is DesignName => (DESIGN_NAMES as readonly string[]).includes(name);

/** The power or the size of every design of a file, in order; one that cannot be reckoned is refused by name beside the others. */
export function reckonDesigns(file: DesignsFile): { designs: Answer[] } {
  return {
    designs: file.designs.map((asked, i): Answer => {
      const named = { id: asked.id ?? `${asked.design}-${i + 1}`, design: asked.design };
      return { ...named, ...reckonOne(asked) };
    }),
  };
}

function reckonOne(asked: { design: string }): Reckoned | NotReckoned {
  if (!isDesignName(asked.design))
    return cannot('unknown-design', `There is no design “${asked.design}”. There are ${DESIGN_NAMES.join(', ')}.`);
  const design = designNamed(asked.design);
  const validate = ajv.compile(design.options);
  if (!validate(asked)) return cannot('not-understood', sentencesOf(validate.errors ?? [], 'The design'));
  return design.run(asked);
}
