import type { TSchema } from '@sinclair/typebox';
import type { Endpoint } from '#contract/endpoint';
import { PROBLEMS, type ProblemCode } from '#contract/problems';

interface ObjectSchema {
  properties: Record<string, object>;
  required?: string[];
}

/** Prints the contract as an OpenAPI 3.1 document; kept under snapshot, so that a change of the promises shows in review. */
export function openApi(promises: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const promise of promises) {
    const path = promise.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][promise.method.toLowerCase()] = operationOf(promise);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lodtræk', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas: { Problem: problemSchema } },
  };
}

function operationOf(promise: Endpoint): object {
  const success = promise.file
    ? Object.fromEntries(promise.file.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))
    : { 'application/json': { schema: plain(promise.reply) } };
  return {
    operationId: promise.id,
    summary: promise.summary,
    'x-who': promise.who,
    ...(promise.stepUp ? { 'x-step-up': true } : {}),
    parameters: [...parametersOf(promise.params, 'path'), ...parametersOf(promise.query, 'query')],
    ...(promise.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: plain(promise.body) } } } }
      : {}),
    responses: { 200: { description: 'As promised', content: success }, ...problemsOf(promise.problems) },
  };
}

function parametersOf(schema: TSchema | undefined, place: 'path' | 'query'): object[] {
  if (!schema) return [];
  const { properties, required = [] } = plain(schema) as unknown as ObjectSchema;
  return Object.entries(properties).map(([name, of]) => ({ name, in: place, required: required.includes(name), schema: of }));
}

function problemsOf(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = grouped(codes);
  return Object.fromEntries(
    [...byStatus].map(([status, members]) => [
      status,
      {
        description: members.join(', '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function grouped(codes: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes) groups.set(PROBLEMS[code].status, [...(groups.get(PROBLEMS[code].status) ?? []), code]);
  return groups;
}

/** TypeBox marks its schemas with symbols; JSON drops them. */
const plain = (schema: TSchema): object => JSON.parse(JSON.stringify(schema)) as object;

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'words'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    words: { type: 'object' },
  },
};
