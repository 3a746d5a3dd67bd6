import type { Problem } from '@aw-flow/schema'

/**
 * What ends a command before its work is done: `exit` 2 for wrong use (a missing file, a workflow that cannot run, a
 * setting that is none), 1 for what failed on the way.
 */
export class CommandError extends Error {
  readonly exit: 1 | 2
  readonly problems: readonly Problem[]

  constructor(exit: 1 | 2, ...problems: readonly [Problem, ...Problem[]]) {
    super(problems[0].message)
    this.name = 'CommandError'
    this.exit = exit
    this.problems = problems
  }
}

/** Wrong use: exit 2. */
export const wrongUse = (...problems: readonly [Problem, ...Problem[]]): CommandError =>
  new CommandError(2, ...problems)
