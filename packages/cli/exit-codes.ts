import type { Problem } from '@aw-flow/schema'

/** Exit codes of commands. */
export const exitCodes = {
  /** Success, or a valid result. */
  success: 0,
  /** Failure, or an invalid result. */
  failure: 1,
  /** The command line, a file or a workflow cannot be used. */
  usage: 2,
  /** A limit of memory or time was exceeded. */
  limit: 3,
  /** Canceled with Ctrl-C, as shells report it. */
  canceled: 130,
} as const

/** Problems that are limits of memory or time. */
const limitCodes: ReadonlySet<string> = new Set<Problem['code']>([
  'code.out-of-memory',
  'code.out-of-time',
  'load.out-of-memory',
  'node.out-of-time',
  'node.timeout',
  'run.too-long',
  'run.too-much-memory',
  'sql.out-of-time',
  'tables.out-of-memory',
])

/** Returns the exit code of a command that failed with these problems. */
export const findFailureCode = (problems: readonly Problem[]): number =>
  problems.some(({ code }) => limitCodes.has(code)) ? exitCodes.limit : exitCodes.failure
