import { Ajv } from 'ajv';
import { Scheme } from '#protocols/model/scheme';
import { findSchemeFaults } from '#protocols/randomisation/scheme';
import { readText, type Reader } from './read-text';

const ajv = new Ajv({ allErrors: true, discriminator: false });
/** A scheme of each method by its own schema, so that what is wrong is said of that method alone. */
const byMethod = new Map(Scheme.anyOf.map((one) => [one.properties.method.const, ajv.compile(one)]));

/** The scheme of a file, or one sentence on why it is none. */
export async function readScheme(file: string, io: Reader): Promise<{ scheme: Scheme } | { problem: string }> {
  const read = await readText(file, io);
  if ('problem' in read) return read;
  const document = parse(read.text);
  if (document === undefined) return { problem: `${file}: This is not JSON. Look for a missing comma or bracket.` };
  const method = (document as { method?: unknown } | null)?.method;
  const check = typeof method === 'string' ? byMethod.get(method as Scheme['method']) : undefined;
  if (!check) {
    return {
      problem: `${file}: "method" is ${JSON.stringify(method) ?? 'missing'}. The methods are ${[...byMethod.keys()].join(', ')}.`,
    };
  }
  if (!check(document)) {
    const [error] = check.errors!;
    const where = error!.instancePath || 'the scheme';
    const extra = error!.params.additionalProperty as string | undefined;
    return { problem: `${file}: ${where} ${error!.message}${extra === undefined ? '' : ` ("${extra}")`}.` };
  }
  const scheme = document as Scheme;
  const faults = findSchemeFaults(scheme);
  return faults.length > 0
    ? { problem: faults.map(({ path, sentence }) => `${file}: ${path}: ${sentence.en}`).join('\n') }
    : { scheme };
}

function parse(text: string): unknown {
  // JSON.parse can only say no by throwing.
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
