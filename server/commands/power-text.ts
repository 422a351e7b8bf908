import type { ProtocolPower } from '#analysis/design/by-protocol';
import type { Reckoned } from '#analysis/design/design';
import type { Answer } from '#analysis/design/run';

/** Designs as plain text for a terminal, rounded for reading; `--json` holds every digit. */
export function designsText(designs: readonly Answer[]): string {
  return designs.map(paragraph).join('\n\n');
}

function paragraph(own: Answer): string {
  const head = `${own.id} (${own.design})`;
  if ('refused' in own) return `${head}\nNot reckoned (${own.refused}): ${own.detail}`;
  const difference = own.difference === null ? [] : [`difference   ${Number(own.difference.toPrecision(4))}`];
  return [
    head,
    `power        ${percent(own.power)}`,
    `with outcome ${people(own.analysed)}`,
    `to draw      ${people(own.drawn)}`,
    ...difference,
    ...looksOf(own),
    ...own.warnings.map(({ detail }) => `Note: ${detail}`),
  ].join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function people(sizes: Reckoned['analysed']): string {
  const whole = (n: number) => String(Math.ceil(n - 1e-9));
  if ('each' in sizes) return sizes.arms === 1 ? whole(sizes.each) : `${whole(sizes.each)} in each of ${sizes.arms} arms`;
  const total = Number(whole(sizes.control)) + Number(whole(sizes.treated));
  return `${total}: control ${whole(sizes.control)}, treated ${whole(sizes.treated)}`;
}

interface Look {
  fraction: number;
  z: number | null;
  p: number | null;
}

function looksOf({ details }: Reckoned): string[] {
  const boundaries = details.boundaries as readonly Look[] | undefined;
  return (boundaries ?? []).map(({ fraction, z, p }, k) => {
    const boundary = z === null ? 'no stopping yet' : `stop at z ${z.toFixed(3)}, p ${p!.toPrecision(3)}`;
    return `look ${k + 1}, ${percent(fraction)} of the information: ${boundary}`;
  });
}

/** The power of a protocol as plain text, with how far off a simulation may be. */
export function protocolPowerText(own: ProtocolPower): string {
  const { assumed, analysis } = own;
  const counted = ({ share, monteCarloError }: ProtocolPower['power']) => `${percent(share)} ± ${percent(monteCarloError)}`;
  return [
    `${own.protocol.id} ${own.protocol.version}, ${own.participants} drawn, ${own.replicates} simulated trials`,
    `power          ${counted(own.power)} (Monte Carlo error)`,
    `false alarms   ${counted(own.falseAlarm)}, at alpha ${analysis.alpha}`,
    `mean estimate  ${own.meanEstimate.toFixed(2)} of ${assumed.difference}`,
    `analysis       ${analysis.method === 'ancova, hc3' ? 'covariance analysis, HC3' : 'partially nested model'}, adjusted for ${analysis.adjusted.join(' and ') || 'nothing'}`,
    `assumed        spread ${assumed.standardDeviation}, baseline correlation ${assumed.baselineCorrelation}, loss ${percent(assumed.attrition)}, groups of ${assumed.groupSize} with intraclass correlation ${assumed.intraclassCorrelation}`,
    ...(own.withoutEstimate > 0 ? [`Note: ${own.withoutEstimate} trials gave no estimate and count as not found.`] : []),
  ].join('\n');
}
