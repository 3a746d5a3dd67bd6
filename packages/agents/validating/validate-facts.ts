import { message } from '@aw-flow/messages'
import { tryExpression, type Tables } from '@aw-flow/engine'
import type { RuleResult, RuleSeverity, TableProfile, TableRef } from '@aw-flow/schema'
import { profileTable } from '../profiling/profile-table.ts'

export interface FactRule {
  expression: string
  name?: string | undefined
  severity?: RuleSeverity | undefined
}

/**
 * Returns the values that conditions on a table can use: `rows`, `names` (of the columns), and the profile of each
 * column as `columns.NAME`, with the shares of nulls (`nullShare`) and of distinct values (`distinctShare`).
 */
export function toFacts({ rows, columns }: TableProfile): Record<string, unknown> {
  const computeShare = (count: number): number => (rows === 0 ? 0 : count / rows)
  const entries = columns.map((column) => [
    column.name,
    { ...column, nullShare: computeShare(column.nulls), distinctShare: computeShare(column.distinct) },
  ])
  return { rows, names: columns.map(({ name }) => name), columns: Object.fromEntries(entries) as unknown }
}

/**
 * Validates a table against conditions on its profile. A condition that is not `true` fails for all rows; a condition
 * that cannot be evaluated fails with the reason.
 */
export async function validateFacts(
  tables: Tables,
  table: TableRef,
  rules: readonly FactRule[],
  signal?: AbortSignal,
): Promise<RuleResult[]> {
  const facts = toFacts(await profileTable(tables, table, signal ? { signal } : {}))
  const results: RuleResult[] = []
  for (const { expression, name, severity = 'error' } of rules) {
    const evaluation = await tryExpression(expression, facts, { now: 0, seed: 0 })
    const valid = evaluation.ok && evaluation.value === true
    results.push({
      code: 'info',
      rule: name ?? expression,
      severity,
      valid,
      failing: valid ? 0 : table.rows,
      checked: table.rows,
      sample: [],
      message: valid
        ? message('validate.fact-holds', {})
        : !evaluation.ok
          ? message('validate.fact-failed', { expression, reason: evaluation.message })
          : evaluation.text === ''
            ? message('validate.fact-nothing', { expression })
            : message('validate.fact', { expression, value: evaluation.text.slice(0, 80) }),
    })
  }
  return results
}
