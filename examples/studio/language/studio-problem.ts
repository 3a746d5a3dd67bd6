import { defined, type Problem } from '@aw-flow/schema'

/**
 * Creates a problem whose message is already in the user's language.
 *
 * @param hint What the user can do next.
 */
export const createStudioProblem = (
  code: string,
  message: string,
  { hint, severity = 'error' }: { hint?: string; severity?: Problem['severity'] } = {},
): Problem => defined({ code, severity, message, hint })
