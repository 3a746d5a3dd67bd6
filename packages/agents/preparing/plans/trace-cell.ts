import { name, sql, unsafeSql, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import type { CellStep, Operation, TableRef } from '@aw-flow/schema'
import type { CompiledPlan } from './compile-plan.ts'
import { compileForTable, type NamedTables } from './compile-for-table.ts'
import { createOperationError } from '../operations/operation-error.ts'

/**
 * Options for tracing a cell.
 *
 * @internal
 */
export interface TraceCellOptions {
  tables: Tables
  /** The table that the plan was applied to. */
  table: TableRef
  operations: readonly Operation[]
  namedTables?: NamedTables
  /** Row number in the prepared table, starting at 1. */
  row: number
  column: string
  signal?: AbortSignal
}

/**
 * Traces a cell of a prepared table back to the original table. Lists every operation that computed or changed the cell
 * or one of its inputs, with the values before and after.
 *
 * @returns The steps in the order of operations. Empty if the cell is unchanged.
 * @throws An `OperationError` if the prepared table has no such column or row.
 * @internal
 */
export async function traceCell(options: TraceCellOptions): Promise<CellStep[]> {
  const { tables, column, row, signal } = options
  const abortOptions = signal ? { signal } : {}
  const plan = compileForTable(options)
  if (!plan.columns.some((candidate) => candidate.name === column))
    throw createOperationError('prepare.no-prepared-column', { column })
  const preparedRows = plan.selectAfter(plan.steps.length, [])
  const [positionRow] = await tables.rows(
    sql`SELECT CAST(${plan.row} AS VARCHAR) AS position FROM (${preparedRows}) ORDER BY ${plan.row} LIMIT 1 OFFSET ${row - 1}`,
    abortOptions,
  )
  if (!positionRow || row < 1) throw createOperationError('prepare.no-prepared-row', { row })
  const visits = findVisits(
    plan,
    column,
    sql`CAST(${unsafeSql(`'${BigInt(String(positionRow.position))}'`)} AS HUGEINT)`,
  )
  if (visits.length === 0) return []
  const selects = visits.map(({ stepIndex, column: columnName, before, sourceRow, positionAfter }, index) => {
    const valueBefore =
      before.length === 0
        ? sql`NULL`
        : sql`(SELECT ${describeCells(before, columnName)} FROM (${plan.selectAfter(stepIndex, [...new Set(before)])}) WHERE ${plan.row} = ${sourceRow})`
    const valueAfter = sql`(SELECT CAST(${name(columnName)} AS VARCHAR) FROM (${plan.selectAfter(stepIndex + 1, [columnName])}) WHERE ${plan.row} = ${positionAfter})`
    return sql`SELECT ${index} AS n, CAST(${sourceRow} + 1 AS BIGINT) AS position, CAST(${valueBefore} AS VARCHAR) AS before, ${valueAfter} AS after`
  })
  const records = await tables.rows(
    sql`${selects.reduce((all, select) => sql`${all} UNION ALL ${select}`)} ORDER BY 1`,
    abortOptions,
  )
  const toTextOrNull = (value: Scalar | undefined): string | null =>
    value === null || value === undefined ? null : String(value)
  const steps = records.flatMap(({ n, position, before, after }): { stepIndex: number; step: CellStep }[] => {
    const visit = visits[Number(n)]
    const operation = visit && plan.steps[visit.stepIndex]?.operation
    if (!visit || !operation || (toTextOrNull(before) === toTextOrNull(after) && visit.isUpdate)) return []
    return [
      {
        stepIndex: visit.stepIndex,
        step: {
          operation,
          column: visit.column,
          row: Number(position),
          before: toTextOrNull(before),
          after: toTextOrNull(after),
        },
      },
    ]
  })
  return steps.sort((a, b) => a.stepIndex - b.stepIndex).map(({ step }) => step)
}

/** A step that computed or changed the traced cell or one of its inputs. */
interface Visit {
  stepIndex: number
  column: string
  /** Names of the columns that the cell was computed from. */
  before: readonly string[]
  /** Whether the step changed an existing column. If so, `before` is that column. */
  isUpdate: boolean
  sourceRow: Sql
  positionAfter: Sql
}

/** Follows a cell backward through the plan and returns the steps that computed or changed it or its inputs. */
function findVisits(plan: CompiledPlan, column: string, position: Sql): Visit[] {
  const visits: Visit[] = []
  let trackedColumns = new Set([column])
  let positionAfter = position
  for (let stepIndex = plan.steps.length - 1; stepIndex >= 0; stepIndex--) {
    const { compiled, stage } = plan.steps[stepIndex] as CompiledPlan['steps'][number]
    const sourceRow =
      compiled.kind === 'table' && compiled.toSourceRow ? compiled.toSourceRow(positionAfter) : positionAfter
    const inputColumns = new Set<string>()
    for (const columnName of trackedColumns) {
      const cell = compiled.cells.find((candidate) => candidate.column.name === columnName)
      if (!cell) continue
      const isUpdate = cell.value !== undefined && stage.columns.some((candidate) => candidate.name === columnName)
      if (cell.value !== undefined)
        visits.push({
          stepIndex,
          column: columnName,
          before: isUpdate ? [columnName] : cell.sources,
          isUpdate,
          sourceRow,
          positionAfter,
        })
      for (const input of cell.sources) inputColumns.add(input)
    }
    trackedColumns = inputColumns
    positionAfter = sourceRow
  }
  return visits
}

const describeCells = (columns: readonly string[], columnName: string): Sql =>
  columns.length === 1 && columns[0] === columnName
    ? sql`CAST(${name(columnName)} AS VARCHAR)`
    : sql`concat_ws(', ', ${columns.map((column) => sql`concat(${`${column}: `}, coalesce(CAST(${name(column)} AS VARCHAR), 'null'))`)})`
