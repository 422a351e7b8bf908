import type { WaveState } from '#protocols/rules/waves';
import { Problem } from './problem';

/** Lets an open wave through and tells the caller why another one takes no answers. */
export function refuseUnlessOpen(state: WaveState): asserts state is Extract<WaveState, { state: 'open' }> {
  switch (state.state) {
    case 'open':
      return;
    case 'submitted':
      throw new Problem('wave-submitted');
    case 'stopped':
      throw new Problem('participation-ended');
    case 'waiting':
    case 'not-yet':
    case 'closed':
      throw new Problem('wave-not-open', { state: state.state });
  }
}
