import type { Letter } from '../letters/compose';
import type { Post } from '../letters/post';
import { Problem } from '../problem';

/**
 * Hands an invitation over, at once: whoever asks for it waits for the answer.
 * @throws Problem 'letter-not-sent' whatever went wrong. A letter that left all the same holds a link that was never kept, and opens nothing.
 */
export async function sendOrProblem(post: Post, letter: Letter): Promise<void> {
  try {
    await post(letter);
  } catch {
    throw new Problem('letter-not-sent');
  }
}
