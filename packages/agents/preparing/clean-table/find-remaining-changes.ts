import { message } from '@aw-flow/messages'
import type { Tables } from '@aw-flow/engine'
import { defined, getProblemText, type PreparationPlan, type TableRef } from '@aw-flow/schema'
import {
  describeGroup,
  describeOperation,
  type AppliedOperation,
  type CheckReport,
  type RuleResult,
} from '@aw-flow/schema/internal'
import { measureColumns } from '../measure-columns.ts'
import { previewOperations } from '../preview-preparation.ts'
import { findPlan, parsingOperations, planWithFindings } from './plan-clean-table.ts'
import type { PlannedFindings } from './plan-findings.ts'

const maxSamples = 5

/** The number of rows and cells that an operation changes. */
const countChanged = ({ rowsDropped, cellsChanged, cellsNulled }: AppliedOperation): number =>
  rowsDropped + Math.max(cellsChanged, cellsNulled)

/**
 * Lists the operations of a plan that change something, as approved ones. A conversion of the type is not one of them:
 * the values that prevent it are listed.
 */
async function listChanges(
  tables: Tables,
  table: TableRef,
  plan: PreparationPlan,
  signal: AbortSignal | undefined,
): Promise<AppliedOperation[]> {
  const operations = plan.operations
    .filter(({ op }) => !parsingOperations.has(op))
    .map((operation) => ({ ...operation, state: 'approved' as const }))
  const approvedPlan = { ...plan, operations }
  const { applied } = await previewOperations({ tables, table, plan: approvedPlan, ...defined({ signal }) })
  // An operation changes nothing if an earlier one has changed the same values.
  return applied.filter((change) => countChanged(change) > 0)
}

/**
 * Adds to the report of a check what a clean table needs beyond the findings, such as one spelling for equal things, so
 * that a check does not call a table clean that a preparation would change.
 *
 * @internal
 */
export async function addCleaningChanges(
  tables: Tables,
  table: TableRef,
  report: CheckReport,
  signal?: AbortSignal,
): Promise<CheckReport> {
  const measured = await measureColumns(tables, table, signal)
  const withoutFindings = async (): Promise<PlannedFindings> => ({ operations: [], unrepairedGroups: [] })
  const { plan } = await planWithFindings(tables, table, measured, signal, withoutFindings)
  const changes = await listChanges(tables, table, plan, signal)
  return changes.length === 0 ? report : { ...report, changes }
}

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
  const { plan, unrepairedGroups } = await findPlan(tables, table, signal)
  const { notes } = plan
  const changes = await listChanges(tables, table, plan, signal)
  const failedRules = changes.map((change): RuleResult => {
    const { operation, examples } = change
    return {
      code: 'clean',
      rule: describeOperation(operation),
      ...('column' in operation ? { column: operation.column } : {}),
      severity: 'warning',
      valid: false,
      failing: countChanged(change),
      checked: table.rows,
      sample: examples.map(({ row, before }) => ({ row, value: before })),
      message: operation.reason,
    }
  })
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
