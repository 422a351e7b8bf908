import { PROBLEMS, type ProblemCode } from '#contract/problems';

/** A refusal told to a caller. `details` never carries anything about a person. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(code);
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}
