import { TablesError, type Tables } from '@aw-flow/engine'
import { message, type Text } from '@aw-flow/messages'
import type { Column, PreparationPlan, TableRef } from '@aw-flow/schema'
import type { AppliedOperation } from '@aw-flow/schema/internal'
import { compileForTable, type NamedTables } from './plans/compile-for-table.ts'
import { countPlanEffects } from './plans/count-plan-effects.ts'
import { OperationError } from './operations/operation-error.ts'
import type { ProposalFailure } from './propose-plan.ts'

/** The result of applying a plan, and the inputs for comparing it with the rule-based plan. */
interface ComparisonInput {
  applied: readonly AppliedOperation[]
  columns: readonly Column[]
  namedTables: NamedTables
  proposeByRules(): Promise<PreparationPlan | ProposalFailure | undefined>
  signal?: AbortSignal | undefined
}

/**
 * Finds data (original columns, rows or cells) that a plan loses but the rule-based plan does not.
 *
 * @returns A description of the first such loss, or `undefined` if there is none.
 */
export async function findExcessLoss(
  tables: Tables,
  table: TableRef,
  { applied, columns, namedTables, proposeByRules, signal }: ComparisonInput,
): Promise<Text | undefined> {
  const lostColumns = listLostColumns(table, columns)
  const losesCells = applied.some(({ rowsDropped, cellsNulled }) => rowsDropped > 0 || cellsNulled > 0)
  if (lostColumns.length === 0 && !losesCells) return undefined
  const ruleResult = await computeRulePlanEffects(tables, table, { namedTables, proposeByRules, signal })
  const columnsLostByRules = new Set(listLostColumns(table, ruleResult.columns))
  const column = lostColumns.find((name) => !columnsLostByRules.has(name))
  if (column !== undefined) return message('prepare.not-restored.column', { column })
  const findWorstOperation = (loss: 'rowsDropped' | 'cellsNulled'): AppliedOperation | undefined =>
    sumLosses(applied, loss) > sumLosses(ruleResult.applied, loss)
      ? applied.reduce((worst, candidate) => (candidate[loss] > worst[loss] ? candidate : worst))
      : undefined
  const droppingOperation = findWorstOperation('rowsDropped')
  if (droppingOperation) {
    const { rowsDropped: dropped, operation } = droppingOperation
    return message('prepare.rows-dropped', { dropped, rows: table.rows, reason: operation.reason })
  }
  const nullingOperation = findWorstOperation('cellsNulled')
  if (!nullingOperation) return undefined
  const { cellsNulled: cells, operation } = nullingOperation
  const target = 'column' in operation ? operation.column : operation.op
  return message('prepare.cells-emptied', { cells, column: target, reason: operation.reason })
}

/**
 * Computes the effects of the rule-based plan without creating a table. If there is no such plan, no operations are
 * applied.
 */
async function computeRulePlanEffects(
  tables: Tables,
  table: TableRef,
  { namedTables, proposeByRules, signal }: Pick<ComparisonInput, 'namedTables' | 'proposeByRules' | 'signal'>,
): Promise<Pick<ComparisonInput, 'applied' | 'columns'>> {
  const plan = await proposeByRules()
  try {
    const operations = plan && !('isLast' in plan) ? plan.operations : []
    const compiledPlan = compileForTable({ table, operations, namedTables })
    const { applied } = await countPlanEffects(tables, compiledPlan, table.rows, signal)
    return { applied, columns: compiledPlan.columns }
  } catch (cause) {
    if (cause instanceof OperationError || cause instanceof TablesError) return { applied: [], columns: table.columns }
    throw cause
  }
}

/** Lists the columns of a table that are missing from a result. Renamed columns count as missing. */
function listLostColumns({ columns }: TableRef, result: readonly Column[]): string[] {
  const names = new Set(result.map(({ name }) => name.toLowerCase()))
  return columns.flatMap(({ name }) => (names.has(name.toLowerCase()) ? [] : [name]))
}

const sumLosses = (applied: readonly AppliedOperation[], loss: 'rowsDropped' | 'cellsNulled'): number =>
  applied.reduce((total, effect) => total + effect[loss], 0)
