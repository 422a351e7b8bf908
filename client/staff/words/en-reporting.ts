import type { Words } from './da';

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

export const enReporting: Pick<Words, 'reporting'> = {
  reporting: {
    title: 'Sentences for protocol and article',
    lead: 'Written from the trial’s own facts, after CONSORT 2025 (17a to 20b) and SPIRIT 2025 (21a to 24c). Read them through before you use them.',
    hidden: 'Block sizes and other numbers that make the lot easier to guess come with them once the trial is locked.',
    copy: 'Copy the sentences',
    items: {
      generation: 'Who makes the sequence',
      type: 'Method',
      concealment: 'Concealment',
      access: 'Access',
      blinded: 'Who is blinded',
      how: 'How',
    },
    sentences: {
      generation: ({ done, sealedAt, seal }) =>
        `The sequence ${done ? 'was' : 'is'} made by the system Lodtræk: each lot ${done ? 'was' : 'is'} computed with HMAC-SHA256 from a secret 256-bit seed, and no list ${done ? 'existed' : 'exists'} beforehand.${
          sealedAt === null ? '' : ` The seed was committed to on ${sealedAt}, before the first participant (SHA-256 ${seal}).`
        }`,
      type: ({ done, method, parameters, ratio, balancedBy, isHousehold }) =>
        `Method: ${method}${parameters.length > 0 ? ` (${parameters.join('; ')})` : ''}, in the ratio ${ratio}${
          balancedBy.length > 0 ? `, balanced by ${listed(balancedBy)}` : ''
        }.${isHousehold ? ` A couple ${done ? 'got' : 'gets'} the same lot.` : ''}`,
      concealment: ({ done, isCohort }) =>
        `${isCohort ? 'A whole cohort' : 'Each participant'} ${done ? 'was' : 'is'} drawn centrally, after consent, eligibility and the baseline questionnaire ${done ? 'had been' : 'have been'} recorded and ${done ? 'could' : 'can'} no longer be changed. The arm ${done ? 'was' : 'is'} shown only once the lot ${done ? 'had been' : 'has been'} stored.`,
      access: ({ done }) =>
        `Neither those who ${done ? 'enrolled' : 'enrol'} participants nor those who ${done ? 'delivered' : 'deliver'} the intervention ${done ? 'had' : 'have'} access to the sequence, block sizes, the next position or counts by arm. The lottery’s own programme alone ${done ? 'could' : 'can'} open the seed, and anybody can draw every lot again from the bundle that is published.`,
      blinded: ({ done }) =>
        `Participants and those who ${done ? 'delivered' : 'deliver'} the intervention ${done ? 'knew' : 'know'} the arm. Those who ${done ? 'collected' : 'collect'} answers by telephone and those who ${done ? 'analysed' : 'analyse'} ${done ? 'did' : 'do'} not, until two people ${done ? 'had' : 'have'} locked data and plan.`,
      how: ({ done }) =>
        `Blinding ${done ? 'was' : 'is'} kept by the roles of the system: no page, file or error to a blinded role ${done ? 'held' : 'holds'} arm, group or attendance, and questions, dates and reminders ${done ? 'were' : 'are'} the same in all arms. Every unblinding, in an emergency or by accident, ${done ? 'was' : 'is'} recorded with its reason and counted in a sensitivity analysis.`,
    },
  },
};
