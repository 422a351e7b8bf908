/** Words of the desks behind the trial: roles and accounts, and letters nobody knows about. */
export const daAdministration = {
  oneGroup: 'kun én gruppe',
  days: (from: string | null, until: string | null) =>
    from && until ? `Fra ${from} til ${until}` : from ? `Fra ${from}` : until ? `Til ${until}` : 'Indtil rollen slutter',
  notNow: 'gælder ikke i dag',
  end: 'Afslut rollen',
  endConsequence: (who: string, role: string) =>
    `${who} kan ikke længere arbejde som ${role.toLocaleLowerCase('da')} her. Det virker med det samme.`,
  closed: 'Kontoen er lukket',
  close: 'Luk kontoen',
  closeConsequence: (who: string) =>
    `${who} bliver logget ud overalt og kan ikke logge ind, heller ikke i andre forsøg. Du kan åbne kontoen igen.`,
  open: 'Åbn kontoen igen',
  openConsequence: (who: string) => `${who} kan logge ind igen med den samme adgangskode og de samme roller.`,
  give: 'Giv en kollega en rolle',
  giveLead: 'Til en, der allerede har en konto. En facilitator til en bestemt gruppe tilføjes på gruppens side af koordinatoren.',
  who: 'Hvem',
  role: 'Hvilken rolle',
  site: 'Hvor',
  from: 'Første dag (tom: fra i dag)',
  until: 'Sidste dag (tom: indtil rollen slutter)',
  untilHint: 'Den sidste dag kan ikke ligge før den første.',
  giveIt: 'Giv rollen',
  given: 'Rollen er givet.',
  letters: {
    title: 'Breve, ingen ved noget om',
    lead: 'Forbindelsen blev afbrudt, mens brevet blev sendt. Se i mailserverens log, om det kom af sted, og svar for det her.',
    none: 'Alle breve er afgjort',
    noneHint: 'Bliver afsendelsen af et brev afbrudt, står brevet her, til nogen har fundet ud af det.',
    kind: (letter: string, ordinal: number) => (ordinal > 1 ? `${letter}, nummer ${ordinal}` : letter),
    taken: 'Skulle sendes',
    wasSent: 'Det blev sendt',
    wasSentConsequence: 'Brevet står som sendt i forsøgets historie og sendes ikke igen.',
    sendAgain: 'Send det igen',
    sendAgainConsequence: 'Brevet sendes igen i næste omgang. Kom det alligevel af sted første gang, får personen det to gange.',
  },
};

export type AdministrationWords = typeof daAdministration;
