/** Words about what is kept of the lots before the lock. */
export const daCommitments = {
  commitments: {
    title: 'Forseglede lod',
    lead: 'Listen siger, at der er trukket lod for hvem og hvornår, og hvad hvert lod er forseglet som. Gem den: når data er låst, skal hvert lod findes i lodtrækningens pakke.',
    keep: 'Gem listen',
    kept: (lots: number) => `${lots} lod er gemt i filen.`,
  },
};

export type CommitmentWords = typeof daCommitments;
