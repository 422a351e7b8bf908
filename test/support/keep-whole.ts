import { instrumentOf } from '#protocols/instruments/registry';
import type { Protocol } from '#protocols/model/protocol';

/**
 * Puts in order what a test's change of a protocol leaves behind and does not care about: a question about an outcome that is gone,
 * groups that begin with more people than the test's small cohorts can give, alerts nobody reads, notes on parts that are no more.
 */
export function keepWhole(protocol: Protocol): Protocol {
  const primary = protocol.outcomes.find(({ role }) => role === 'primary');
  if (primary) for (const estimand of protocol.analysis.estimands) estimand.outcome = primary.id;
  const shares = protocol.arms.reduce((sum, { ratio }) => sum + ratio, 0);
  for (const delivery of protocol.delivery) {
    const ratio = protocol.arms.find(({ id }) => id === delivery.arm)?.ratio ?? shares;
    const most = Math.max(1, Math.floor((protocol.cohorts.capacity * ratio) / shares));
    if (delivery.capacity) delivery.capacity = [Math.min(delivery.capacity[0], most), delivery.capacity[1]];
  }
  const asked = new Set(protocol.waves.flatMap(({ instruments }) => instruments));
  const alerts = [...asked].flatMap((instrument) =>
    (instrumentOf(instrument)?.alerts ?? []).map(({ item, atLeast }) => ({ instrument, item, atLeast })),
  );
  if (alerts.length > 0) protocol.safety = { alerts, respondWithinHours: 24, ...protocol.safety };
  delete protocol.notes;
  return protocol;
}
