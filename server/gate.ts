import { instrumentOf, wordingOf } from '#protocols/instruments/registry';
import type { Protocol } from '#protocols/model/protocol';
import { checkProtocol } from '#protocols/rules/check-protocol';
import { ceremoniesOf, heldFor } from '#protocols/rules/ceremony';
import { gateOf, type Condition } from '#protocols/rules/gate';
import type { App } from './context';
import { ceremonySteps } from './db/stores/ceremonies';
import { countClinicians, registeredConditions } from './db/stores/gate';
import { readVersions } from './db/stores/trials';

/** The gate of a trial's version in force, with all the house knows. */
export async function gateOfTrial({ database: { research }, wordings }: App, protocol: Protocol): Promise<Condition[]> {
  const { id, waves, languages = ['da'] } = protocol;
  const asked = [...new Set(waves.flatMap(({ instruments }) => instruments))];
  const unworded = asked.flatMap((name) => {
    const instrument = instrumentOf(name);
    if (!instrument) return [];
    return languages
      .filter((language) => {
        const wording = wordingOf(instrument, language, wordings(id));
        return wording.origin === 'placeholder' || !wording.verified;
      })
      .map((language) => ({ instrument: name, language }));
  });
  return gateOf(protocol, {
    registered: await registeredConditions(research, id),
    lottery:
      heldFor(ceremoniesOf((await ceremonySteps(research, id)).steps), protocol, await readVersions(research, id)) !== undefined,
    clinicians: await countClinicians(research, id),
    errors: checkProtocol(protocol).filter(({ severity }) => severity === 'error').length,
    unworded,
  });
}
