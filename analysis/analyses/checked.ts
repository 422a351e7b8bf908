import { Ajv, type ValidateFunction } from 'ajv';
import { decline, type Declined, type Method } from './method';
import { sentencesOf } from './option-faults';

const ajv = new Ajv({ allErrors: true, strict: true });
const compiled = new WeakMap<Method, ValidateFunction>();

/** Null where a method understands what is asked of it, else the refusal that says what it does not. */
export function misunderstood(method: Method, asked: unknown): Declined | null {
  const validate = compiled.get(method) ?? ajv.compile(method.options);
  compiled.set(method, validate);
  if (validate(asked)) return null;
  return decline('not-understood', sentencesOf(validate.errors ?? [], 'The analysis'));
}
