import { sql, TablesError, type Tables } from '@aw-flow/engine'
import { error, type PlanPreview, type PreparationPlan, type Problem, type TableRef } from '@aw-flow/schema'
import { compileForTable, type GivenTables } from './plans/compile-for-table.ts'
import type { CompiledPlan } from './plans/compile-plan.ts'
import { countPlan } from './plans/count-plan.ts'
import { OperationError } from './operations/operation-error.ts'
import { findDrift } from './saved-plan/find-drift.ts'
import { pointsTable } from './links/plan-links.ts'

export interface PreviewOptions {
  tables: Tables
  table: TableRef
  plan: PreparationPlan
  given?: GivenTables
  signal?: AbortSignal
}

/**
 * What a plan would do to a table: each operation's effect, counted, with cells before and after, and how the table
 * differs from the one that the plan was made for. Nothing is made.
 */
export async function previewPreparation(options: PreviewOptions): Promise<PlanPreview> {
  const { tables, table, plan, given = {}, signal } = options
  const drift = await findDrift(tables, plan, table, signal)
  const { compiled, problem } = compileAsFar(plan, table, given)
  try {
    const { applied, rowsOut } = await countPlan(tables, compiled, table.rows, signal)
    const columnsOut = [...compiled.columns]
    const links = problem ? undefined : await previewLinks(options, compiled)
    return {
      applied,
      rowsIn: table.rows,
      rowsOut,
      columnsOut,
      drift,
      ...(links && 'problem' in links ? links : links ? { links } : {}),
      ...(problem ? { problem } : {}),
    }
  } catch (cause) {
    if (!(cause instanceof TablesError)) throw cause
    const rows = { rowsIn: table.rows, rowsOut: table.rows, columnsOut: table.columns }
    return { applied: [], ...rows, drift, problem: cause.problem }
  }
}

/** What becomes of the links of a plan, whose points are not made but worked out; nothing where their table is not given. */
async function previewLinks(
  { tables, table, plan, given = {}, signal }: PreviewOptions,
  points: CompiledPlan,
): Promise<PlanPreview['links'] | { problem: Problem }> {
  const { links } = plan
  const from = links && (links.table === undefined ? table : given[links.table])
  if (!links || !from) return undefined
  try {
    const compiled = compileForTable({
      table: from,
      operations: links.operations,
      given,
      relations: {
        [pointsTable]: { columns: points.columns, from: sql`(${points.stage(points.steps.length)})`, row: points.row },
      },
    })
    const { applied, rowsOut } = await countPlan(tables, compiled, from.rows, signal)
    return { applied, rowsIn: from.rows, rowsOut }
  } catch (cause) {
    if (!(cause instanceof OperationError)) throw cause
    return { problem: error('prepare.plan-does-not-fit', { reason: cause.reason }) }
  }
}

/** The longest beginning of a plan that fits. */
function compileAsFar(
  { operations }: PreparationPlan,
  table: TableRef,
  given: GivenTables,
): { compiled: CompiledPlan; problem?: Problem } {
  let problem: Problem | undefined
  for (let length = operations.length; ; length--) {
    try {
      const compiled = compileForTable({ table, operations: operations.slice(0, length), given })
      return { compiled, ...(problem ? { problem } : {}) }
    } catch (cause) {
      if (!(cause instanceof OperationError) || length === 0) throw cause
      problem = error('prepare.plan-does-not-fit', { reason: cause.reason })
    }
  }
}
