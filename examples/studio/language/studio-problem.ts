import type { Problem } from '@aw-flow/schema'

/**
 * Creates a problem with a studio message, which is already in the reader's language.
 *
 * @param hint The next step.
 */
export const createStudioProblem = (
  code: string,
  message: string,
  { hint, severity = 'error' }: { hint?: string; severity?: Problem['severity'] } = {},
): Problem => ({ code, severity, message, ...(hint === undefined ? {} : { hint }) })
