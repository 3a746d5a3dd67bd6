import type { ValidationReport } from '@aw-flow/schema'
import { getRuleSubject, type RuleResult } from '@aw-flow/schema/internal'
import type { RuleData, RuleOutcome } from './rule-data.ts'

/** Debounce delay after a change, in milliseconds. */
const debounceMs = 150

/** Tests a schema on a node's input table after each change. */
export interface RuleTest {
  /** The result of the last test, which may be outdated. */
  readonly outcome: RuleOutcome<ValidationReport> | undefined
  /** Whether the result belongs to the current schema and data. */
  readonly isCurrent: boolean
  /** Tests a schema if the schema or the data may have changed. Cancels any outdated test. */
  update(data: RuleData | undefined, schema: string, revision: unknown): void
  /** Cancels the current test and discards its result. */
  clear(): void
}

/** Creates a rule test. `onChange` is called after each result. */
export function createRuleTest(onChange: () => void): RuleTest {
  let outcome: RuleOutcome<ValidationReport> | undefined
  let requestedInput: readonly [RuleData | undefined, string, unknown] | undefined
  let isCurrent = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let abortController: AbortController | undefined

  const cancel = (): void => {
    clearTimeout(timer)
    abortController?.abort()
    abortController = undefined
  }
  const runTest = async (data: RuleData, schema: string): Promise<void> => {
    const controller = new AbortController()
    abortController = controller
    const result = await data.test(schema, controller.signal)
    if (controller.signal.aborted) return
    outcome = result
    isCurrent = true
    onChange()
  }

  return {
    get outcome() {
      return outcome
    },
    get isCurrent() {
      return isCurrent
    },
    update(data, schema, revision) {
      if (requestedInput?.[0] === data && requestedInput?.[1] === schema && requestedInput[2] === revision) return
      const isFirst = requestedInput === undefined
      requestedInput = [data, schema, revision]
      cancel()
      isCurrent = false
      if (data) timer = setTimeout(() => void runTest(data, schema), isFirst ? 0 : debounceMs)
      else outcome = undefined
    },
    clear() {
      cancel()
      outcome = undefined
      requestedInput = undefined
      isCurrent = false
    },
  }
}

/** Returns the test result of a column rule, identified by its column and its code. */
export const findColumnResult = (
  report: ValidationReport | undefined,
  column: string,
  code: string,
): RuleResult | undefined => report?.rules.find((result) => result.column === column && result.code === code)

/** Returns the test result of a table rule, identified by its code and its index among the rules with that code. */
export function findTableResult(
  report: ValidationReport | undefined,
  code: string,
  index: number,
): RuleResult | undefined {
  const results = report?.rules.filter((result) => result.code === code) ?? []
  // Unchecked rules are listed first, so the index would refer to a different rule.
  return results.some((result) => getRuleSubject(result) === 'unchecked') ? undefined : results[index]
}
