import Ajv from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { protocolSchema } from '#protocols/model/protocol-schema';

const folder = join(__dirname, '../../../protocols');
const published = readFileSync(join(folder, 'protocol.schema.json'), 'utf8');

describe('the published schema of the protocol language', () => {
  it('is what the language is now; `lodtraek schema > protocols/protocol.schema.json` makes it again', () => {
    expect(`${protocolSchema()}\n`).toBe(published);
  });

  it('fits every trial in the house when read on its own, as an editor reads it', () => {
    const fits = new Ajv({ strict: true, $data: false }).compile(JSON.parse(published) as object);
    const trials = readdirSync(join(folder, 'trials')).flatMap((trial) =>
      readdirSync(join(folder, 'trials', trial)).map((file) => join(folder, 'trials', trial, file)),
    );
    expect(trials.length).toBeGreaterThan(1);
    for (const file of trials) {
      fits(JSON.parse(readFileSync(file, 'utf8')));
      expect([file, fits.errors]).toEqual([file, null]);
    }
  });

  it('describes the parts whose meaning a name does not tell', () => {
    const { properties } = JSON.parse(published) as { properties: Record<string, { description?: string }> };
    for (const name of ['id', 'version', 'simulated', 'design', 'legalBasis', 'analysis', 'safety', 'cohorts', 'unenrolledDays'])
      expect([name, properties[name]?.description ?? '']).toEqual([name, expect.stringMatching(/\w{3}/)]);
  });
});
