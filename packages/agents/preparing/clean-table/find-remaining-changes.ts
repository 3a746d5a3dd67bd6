import { message } from '@aw-flow/messages'
import type { Tables } from '@aw-flow/engine'
import { defined, getProblemText, type TableRef } from '@aw-flow/schema'
import { describeGroup, describeOperation, type RuleResult } from '@aw-flow/schema/internal'
import { profileTable } from '../../profiling/profile-table.ts'
import { previewPreparation } from '../preview-preparation.ts'
import { parsingOperations, planWithFindings } from './plan-clean-table.ts'

const maxSamples = 5

/**
 * Finds what remains to be cleaned in a table: what the plan for a clean table would still change or suggest, and
 * the errors that it cannot repair. Each
 * operation is a failed rule, as a warning, because a person may have decided against it.
 *
 * @returns A single rule that passes if nothing remains.
 * @internal
 */
export async function findRemainingChanges(
  tables: Tables,
  table: TableRef,
  signal?: AbortSignal,
): Promise<RuleResult[]> {
  const abortOptions = defined({ signal })
  const profile = await profileTable(tables, table, { depth: 'counts', ...abortOptions })
  const {
    plan: { operations, notes, ...plan },
    unrepairedGroups,
  } = await planWithFindings(tables, table, profile, signal)
  // A conversion of the type is not a failure of its own: the values that prevent it are listed.
  const changes = operations.filter(({ op }) => !parsingOperations.has(op))
  const approvedPlan = {
    ...plan,
    notes,
    operations: changes.map((operation) => ({ ...operation, state: 'approved' as const })),
  }
  const { applied } = await previewPreparation({ tables, table, plan: approvedPlan, ...abortOptions })
  const rules = applied.map(({ operation, rowsDropped, cellsChanged, cellsNulled, examples }): RuleResult => ({
    code: 'clean',
    rule: describeOperation(operation),
    ...('column' in operation ? { column: operation.column } : {}),
    severity: 'warning',
    valid: false,
    failing: rowsDropped + Math.max(cellsChanged, cellsNulled),
    checked: table.rows,
    sample: examples.map(({ row, before }) => ({ row, value: before })),
    message: operation.reason,
  }))
  // An operation changes nothing if an earlier one has changed the same values.
  const failedRules = rules.filter(({ failing }) => failing > 0)
  for (const { group, findings } of unrepairedGroups)
    failedRules.push({
      code: 'clean',
      rule: describeGroup(group),
      column: group.column,
      severity: 'warning',
      valid: false,
      failing: group.cells,
      checked: table.rows,
      sample: findings.slice(0, maxSamples).map(({ row, value }) => ({ row, value })),
      message: group.reason,
    })
  const columns = new Set(failedRules.map(({ column }) => column))
  for (const note of notes) {
    const column = note.where?.column
    if (note.code !== 'prepare.mostly-typed' || columns.has(column)) continue
    const text = getProblemText(note)
    failedRules.push(
      defined({
        code: 'clean',
        rule: text,
        column,
        severity: 'warning' as const,
        valid: false,
        failing: Number(note.params?.['misfits'] ?? 1),
        checked: table.rows,
        sample: [],
        message: text,
      }),
    )
  }
  if (failedRules.length > 0) return failedRules
  return [
    {
      code: 'clean',
      rule: message('validate.rule-clean', {}),
      severity: 'warning',
      valid: true,
      failing: 0,
      checked: table.rows,
      sample: [],
      message: message('validate.clean', {}),
    },
  ]
}
