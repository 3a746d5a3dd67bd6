import type { RunAttempt } from '@aw-flow/schema'

/** How long an attempt waited for somebody or something, in ms; what it still waits for is not over and not counted. */
export const waitedMs = ({ waits }: RunAttempt): number =>
  waits.reduce((sum, { since, until = since }) => sum + until - since, 0)
