import type { ProblemCode } from '#contract/problems';
import type { Language } from '#protocols/model/text';

interface ProblemWords {
  title: string;
  cure: string;
}

/** What the browser itself adds to the catalogue: no connection, and a fault of ours. */
export type RefusedCode = ProblemCode | 'fault' | 'offline';

/** A "no" as it came over the wire, with its words in both languages and whatever details the problem has. */
export class Refused extends Error {
  constructor(
    readonly code: RefusedCode,
    readonly status: number,
    readonly words: Record<Language, ProblemWords>,
    /** The request's number, to give on the telephone. */
    readonly instance: string | null,
    readonly details: Readonly<Record<string, unknown>>,
  ) {
    super(code);
  }
}

const OFFLINE: Record<Language, ProblemWords> = {
  da: { title: 'Der er ingen forbindelse', cure: 'Intet er sendt. Se efter, om der er net, og prøv igen.' },
  en: { title: 'There is no connection', cure: 'Nothing was sent. Check the network and try again.' },
};

const FAULT: Record<Language, ProblemWords> = {
  da: { title: 'Noget gik galt hos os', cure: 'Prøv igen om lidt. Bliver det ved, så sig det til den, der driver systemet.' },
  en: { title: 'Something went wrong on our side', cure: 'Try again in a moment. If it goes on, tell whoever runs the system.' },
};

/** The request never reached the server. */
export const offline = (): Refused => new Refused('offline', 0, OFFLINE, null, {});

interface ProblemReply extends Record<string, unknown> {
  type?: string;
  instance?: string;
  words?: Record<Language, ProblemWords>;
}

/** Reads a reply that is not a yes; one that is no problem+json (a proxy's page) counts as a fault. */
export async function refusedBy(response: Response): Promise<Refused> {
  const reply = response.headers.get('content-type')?.includes('json') ? ((await response.json()) as ProblemReply) : {};
  const { type, instance, words, ...details } = reply;
  const code = (type?.replace('/problems/', '') ?? 'fault') as RefusedCode;
  return new Refused(code, response.status, words ?? FAULT, instance ?? null, details);
}
