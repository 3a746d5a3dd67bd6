import { message } from '@aw-flow/messages'
import { tryExpression, type Tables } from '@aw-flow/engine'
import { defined, type RuleSeverity, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { RuleResult } from '@aw-flow/schema/internal'
import { profileTable } from '../profiling/profile-table.ts'

/** A condition on a table's profile. */
export interface InfoRule {
  expression: string
  name?: string | undefined
  severity?: RuleSeverity | undefined
}

/**
 * Returns the values that conditions on a table's profile can use: `rows`, the column names as `names`, and each
 * column's profile as `columns.NAME`, with its fractions of nulls (`nullShare`) and distinct values (`distinctShare`).
 */
export function toInfo({ rows, columns }: TableProfile): Record<string, unknown> {
  const computeFraction = (count: number): number => (rows === 0 ? 0 : count / rows)
  const entries = columns.map((column) => [
    column.name,
    { ...column, nullShare: computeFraction(column.nulls), distinctShare: computeFraction(column.distinct) },
  ])
  return { rows, names: columns.map(({ name }) => name), columns: Object.fromEntries(entries) as unknown }
}

/**
 * Validates a table against conditions on its profile. If a condition does not evaluate to `true`, all rows fail. If it
 * cannot be evaluated, the result states the reason.
 */
export async function validateInfo(
  tables: Tables,
  table: TableRef,
  rules: readonly InfoRule[],
  signal?: AbortSignal,
): Promise<RuleResult[]> {
  const info = toInfo(await profileTable(tables, table, defined({ signal })))
  const results: RuleResult[] = []
  for (const { expression, name, severity = 'error' } of rules) {
    const evaluation = await tryExpression(expression, info, { now: 0, seed: 0 })
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
        ? message('validate.table-check-passed', {})
        : !evaluation.ok
          ? message('validate.table-check-failed', { expression, reason: evaluation.message })
          : evaluation.text === ''
            ? message('validate.table-check-no-value', { expression })
            : message('validate.table-check-not-true', { expression, value: evaluation.text.slice(0, 80) }),
    })
  }
  return results
}
