import Ajv, { type ValidateFunction } from 'ajv';
import type { TSchema } from '@sinclair/typebox';
import type { Request } from 'express';
import { Problem } from '../problem';

// No coercion: a number sent as text is a mistake to be told, not guessed at. Queries are text already.
const parser = new Ajv({ strict: true, allErrors: false, $data: false });
// The reply loses what was not promised, so that a forgotten column cannot leak.
const stripper = new Ajv({ strict: true, allErrors: false, $data: false, removeAdditional: 'all' });

const compiled = new Map<Ajv, WeakMap<TSchema, ValidateFunction>>([
  [parser, new WeakMap()],
  [stripper, new WeakMap()],
]);

function validatorOf(ajv: Ajv, schema: TSchema): ValidateFunction {
  const known = compiled.get(ajv)!;
  let validate = known.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    known.set(schema, validate);
  }
  return validate;
}

/** Parses one part of a request. @throws Problem 'not-understood' naming the field. */
export function parsePart(schema: TSchema | undefined, value: unknown): unknown {
  if (!schema) return {};
  const validate = validatorOf(parser, schema);
  if (validate(value)) return value;
  const error = validate.errors?.[0];
  const missing = (error?.params as { missingProperty?: string; additionalProperty?: string } | undefined) ?? {};
  const field = [error?.instancePath.slice(1), missing.missingProperty ?? missing.additionalProperty].filter(Boolean).join('/');
  throw new Problem('not-understood', { field: field || 'body' });
}

/** Keeps of a reply what its promise names. @throws a fault where the reply breaks its promise: that is our bug, not the caller's. */
export function stripReply(schema: TSchema, reply: unknown, id: string): unknown {
  const validate = validatorOf(stripper, schema);
  if (!validate(reply)) throw new Error(`the reply of ${id} breaks its promise: ${stripper.errorsText(validate.errors)}`);
  return reply;
}

/** Express gives parameters without a prototype and queries that may nest: only flat text is ours. */
export const flat = (values: Record<string, unknown>): Record<string, unknown> => ({ ...values });

export function requireJson(request: Request): void {
  if (request.method === 'GET' || request.method === 'DELETE') return;
  const length = request.headers['content-length'];
  if ((length === undefined || length === '0') && request.headers['transfer-encoding'] === undefined) return;
  if (!request.is('application/json')) throw new Problem('wrong-format');
}
