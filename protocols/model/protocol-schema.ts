import { Protocol } from './protocol';

/** The protocol language as a JSON Schema (draft 7), as `protocol.schema.json` publishes it for editors. */
export function protocolSchema(): string {
  return JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...Protocol }, null, 2);
}
