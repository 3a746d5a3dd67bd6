import type { Problem } from '@aw-flow/schema'

/**
 * Creates a problem with a text of the studio, which is already in the language of the reader.
 *
 * @param hint The next step.
 */
export const studioProblem = (
  code: string,
  message: string,
  { hint, severity = 'error' }: { hint?: string; severity?: Problem['severity'] } = {},
): Problem => ({ code, severity, message, ...(hint === undefined ? {} : { hint }) })
