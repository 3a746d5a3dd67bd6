import { sql, TablesError, type Tables } from '@aw-flow/engine'
import { error, defined, type PreparationPlan, type Problem, type TableRef } from '@aw-flow/schema'
import type { PlanPreview } from '@aw-flow/schema/internal'
import { compileForTable, type NamedTables } from './plans/compile-for-table.ts'
import type { CompiledPlan } from './plans/compile-plan.ts'
import { countPlanEffects } from './plans/count-plan-effects.ts'
import { OperationError } from './operations/operation-error.ts'
import { findDrift } from './saved-plan/find-drift.ts'
import { pointsTableName } from './links/plan-links.ts'

/** Options for previewing a preparation. */
export interface PreviewOptions {
  tables: Tables
  table: TableRef
  plan: PreparationPlan
  namedTables?: NamedTables
  signal?: AbortSignal
}

/**
 * Previews a plan on a table without creating a table. Counts the effects of each operation, collects example cells,
 * and reports how the table differs from the one that the plan was made for.
 *
 * @internal
 */
export async function previewPreparation(options: PreviewOptions): Promise<PlanPreview> {
  const { tables, table, plan, signal } = options
  const drift = await findDrift(tables, plan, table, signal)
  return { ...(await previewOperations(options)), drift }
}

/** Previews a plan without comparing the table with the one that the plan was made for. */
export async function previewOperations(options: PreviewOptions): Promise<Omit<PlanPreview, 'drift'>> {
  const { tables, table, plan, namedTables = {}, signal } = options
  const { compiledPlan, problem } = compileFittingPrefix(plan, table, namedTables)
  try {
    const { applied, rowsOut } = await countPlanEffects(tables, compiledPlan, table.rows, signal)
    const columnsOut = [...compiledPlan.columns]
    const links = problem ? undefined : await previewLinks(options, compiledPlan)
    return {
      applied,
      rowsIn: table.rows,
      rowsOut,
      columnsOut,
      ...(links && 'problem' in links ? links : defined({ links })),
      ...defined({ problem }),
    }
  } catch (cause) {
    if (!(cause instanceof TablesError)) throw cause
    const unchangedResult = { rowsIn: table.rows, rowsOut: table.rows, columnsOut: table.columns }
    return { applied: [], ...unchangedResult, problem: cause.problem }
  }
}

/**
 * Previews the links of a plan based on its computed points. Returns `undefined` if the plan has no links or their
 * table is not connected.
 */
async function previewLinks(
  { tables, table, plan, namedTables = {}, signal }: PreviewOptions,
  points: CompiledPlan,
): Promise<PlanPreview['links'] | { problem: Problem }> {
  const { links } = plan
  const linkTable = links && (links.table === undefined ? table : namedTables[links.table])
  if (!links || !linkTable) return undefined
  try {
    const compiledPlan = compileForTable({
      table: linkTable,
      operations: links.operations,
      namedTables,
      relations: {
        [pointsTableName]: {
          columns: points.columns,
          from: sql`(${points.selectAfter(points.steps.length)})`,
          row: points.row,
        },
      },
    })
    const { applied, rowsOut } = await countPlanEffects(tables, compiledPlan, linkTable.rows, signal)
    return { applied, rowsIn: linkTable.rows, rowsOut }
  } catch (cause) {
    if (!(cause instanceof OperationError)) throw cause
    return { problem: error('prepare.plan-does-not-fit', { reason: cause.reason }) }
  }
}

/** Compiles the longest prefix of a plan's operations that fits the table. */
function compileFittingPrefix(
  { operations }: PreparationPlan,
  table: TableRef,
  namedTables: NamedTables,
): { compiledPlan: CompiledPlan; problem?: Problem } {
  let problem: Problem | undefined
  for (let length = operations.length; ; length--) {
    try {
      const compiledPlan = compileForTable({ table, operations: operations.slice(0, length), namedTables })
      return defined({ compiledPlan, problem })
    } catch (cause) {
      if (!(cause instanceof OperationError) || length === 0) throw cause
      problem = error('prepare.plan-does-not-fit', { reason: cause.reason })
    }
  }
}
