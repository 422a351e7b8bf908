import { hash, verify } from '@node-rs/argon2';

/** argon2id (the library's default) with 19 MiB, two passes and one thread: the least that ASVS 11.4.2 allows. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a password that nobody has, at the same cost: an unknown address takes as long as a known one. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$u2byu8WxaU8+wU41NmQ/gw$ddKnai2kSEY6cIlU9xWpzk+b2S96OpKArwAIkzh9mFM';

/** Two ways of typing a letter are one password. */
const normalise = (password: string): string => password.normalize('NFKC');

/** What is stored of a password: a PHC string with its own salt. No password is cut short, however long. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalise(password), COST);
}

/** Whether `password` is the one behind `stored`; where there is none, it is not, after the same work. */
export async function checkPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const same = await verify(stored ?? NOBODY, normalise(password));
  return typeof stored === 'string' && same;
}
