import type { DescribeContext, StatementError, Tables } from '@aw-flow/engine'

/** The maximum number of cached results. The least recently used results are dropped. */
const maxResults = 500

type Check = NonNullable<DescribeContext['checkStatement']>

/** Checks SQL statements against the columns of their inputs, without reading rows. */
export interface StatementChecks {
  /** Returns the result of an earlier check. A new statement is checked by the next `run`. */
  readonly find: Check
  /** Whether statements are waiting to be checked. */
  readonly isPending: boolean
  /** Checks all waiting statements. Starts the database. Returns whether any statements were waiting. */
  run(): Promise<boolean>
}

/**
 * @param isRunaway - Returns whether checking a statement required terminating an earlier worker. Such statements are
 * not checked.
 */
export function createStatementChecks(
  tables: Pick<Tables, 'check'>,
  isRunaway: (statement: string) => boolean,
): StatementChecks {
  const results = new Map<string, StatementError | undefined>()
  const pendingChecks = new Map<string, Parameters<Check>>()
  return {
    find(...check) {
      if (isRunaway(check[0])) return undefined
      const key = JSON.stringify(check)
      if (!results.has(key)) {
        pendingChecks.set(key, check)
        return undefined
      }
      const result = results.get(key)
      results.delete(key)
      results.set(key, result)
      return result
    },
    get isPending() {
      return pendingChecks.size > 0
    },
    async run() {
      const checks = [...pendingChecks]
      // Cleared before checking, so that statements added while the checks run wait for the next call.
      pendingChecks.clear()
      for (const [key, [statement, inputs, parameters]] of checks) {
        results.set(key, await tables.check(statement, { inputs, parameters }))
        if (results.size > maxResults) results.delete(results.keys().next().value!)
      }
      return checks.length > 0
    },
  }
}
