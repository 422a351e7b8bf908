import type { EstimateOrRefusal } from '#protocols/model/estimate';
import type { Declined, Finding } from './method';

/** What a method found, in the one shape of all results. */
export function shaped(method: string, answer: Finding | Declined): EstimateOrRefusal {
  if ('refused' in answer) return { method, ...answer, nByArm: { ...answer.nByArm } };
  const { contrasts, main = 0, ...rest } = answer;
  const top = contrasts[main];
  return {
    method,
    estimate: top?.estimate ?? null,
    standardError: top?.standardError ?? null,
    df: top?.df ?? null,
    interval: top?.interval ?? null,
    p: top?.p ?? null,
    n: rest.n,
    nByArm: { ...rest.nByArm },
    contrasts: [...contrasts],
    warnings: [...rest.warnings],
    details: { ...rest.details },
  };
}
