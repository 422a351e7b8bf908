import { instrumentOf } from '#protocols/instruments/registry';
import type { Protocol } from '#protocols/model/protocol';

/**
 * Puts in order what a test's change of a protocol leaves behind and does not care about: a question about an outcome that is gone,
 * groups larger than the test's small cohorts, alerts nobody reads, notes on parts that are no more.
 */
export function keepWhole(protocol: Protocol): Protocol {
  const primary = protocol.outcomes.find(({ role }) => role === 'primary');
  if (primary) for (const estimand of protocol.analysis.estimands) estimand.outcome = primary.id;
  for (const delivery of protocol.delivery) if (delivery.capacity) delivery.capacity = [1, delivery.capacity[1]];
  const asked = new Set(protocol.waves.flatMap(({ instruments }) => instruments));
  const alerts = [...asked].flatMap((instrument) =>
    (instrumentOf(instrument)?.alerts ?? []).map(({ item, atLeast }) => ({ instrument, item, atLeast })),
  );
  if (alerts.length > 0) protocol.safety = { alerts, respondWithinHours: 24, ...protocol.safety };
  delete protocol.notes;
  return protocol;
}
