import type { Problem } from '@aw-flow/schema'

/**
 * Ends a command with problems. `exitCode` is 2 for a usage error, such as a missing file, an unknown setting or a
 * workflow that cannot run, and 1 for any other failure.
 */
export class CommandError extends Error {
  readonly exitCode: 1 | 2
  readonly problems: readonly Problem[]

  constructor(exitCode: 1 | 2, ...problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].code)
    this.name = 'CommandError'
    this.exitCode = exitCode
    this.problems = problems
  }
}

/** Creates a `CommandError` for a usage error. */
export const createUsageError = (...problems: readonly [Problem, ...Problem[]]): CommandError =>
  new CommandError(2, ...problems)
