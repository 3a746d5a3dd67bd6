import type { DescribeContext, StatementError, Tables } from '@aw-flow/engine'

/** Maximum number of cached outcomes. The least recently used ones are dropped. */
const maxOutcomes = 500

type Check = NonNullable<DescribeContext['checkStatement']>

/** Checks of SQL statements against the columns of their inputs, without rows. */
export interface StatementChecks {
  /** Returns the outcome of an earlier check. A new statement is checked by the next `run`. */
  readonly find: Check
  /** Whether statements are waiting for `run`. */
  readonly isPending: boolean
  /** Checks the waiting statements. Starts the database. Returns whether there were any. */
  run(): Promise<boolean>
}

/**
 * @param isEndless - Returns whether the check of a statement required terminating an earlier worker. Such statements
 * are not checked.
 */
export function createStatementChecks(
  tables: Pick<Tables, 'check'>,
  isEndless: (statement: string) => boolean,
): StatementChecks {
  const outcomes = new Map<string, StatementError | undefined>()
  const pending = new Map<string, Parameters<Check>>()
  return {
    find(...check) {
      if (isEndless(check[0])) return undefined
      const key = JSON.stringify(check)
      if (!outcomes.has(key)) {
        pending.set(key, check)
        return undefined
      }
      const outcome = outcomes.get(key)
      outcomes.delete(key)
      outcomes.set(key, outcome)
      return outcome
    },
    get isPending() {
      return pending.size > 0
    },
    async run() {
      const checks = [...pending]
      // Statements of earlier descriptions, such as half-typed ones, are discarded.
      pending.clear()
      for (const [key, [statement, inputs, parameters]] of checks) {
        outcomes.set(key, await tables.check(statement, { inputs, parameters }))
        if (outcomes.size > maxOutcomes) outcomes.delete(outcomes.keys().next().value!)
      }
      return checks.length > 0
    },
  }
}
