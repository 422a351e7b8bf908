import type { CommitmentWords } from './da-commitments';

export const enCommitments: CommitmentWords = {
  commitments: {
    title: 'Sealed lots',
    lead: 'The list says for whom lots were drawn and when, and what each lot is sealed as. Keep it: once data are locked, each lot must be found in the lottery’s bundle.',
    keep: 'Keep the list',
    kept: (lots) => `${lots} lots are in the file.`,
  },
};
