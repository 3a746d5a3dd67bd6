import { quoteIdentifier, sql, unsafeSql, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import type { CellStep, Operation } from '@aw-flow/schema/internal'
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
  /** 1-based row number in the prepared table. */
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
  const abortOptions = defined({ signal })
  const plan = compileForTable(options)
  if (!plan.columns.some((candidate) => candidate.name === column))
    throw createOperationError('prepare.no-prepared-column', { column })
  const preparedRows = plan.selectAfter(plan.steps.length, [])
  const [positionRow] = await tables.rows(
    sql`SELECT CAST(${plan.row} AS VARCHAR) AS position FROM (${preparedRows}) ORDER BY ${plan.row} LIMIT 1 OFFSET ${row - 1}`,
    abortOptions,
  )
  if (!positionRow || row < 1) throw createOperationError('prepare.no-prepared-row', { row })
  const tracedSteps = findTracedSteps(
    plan,
    column,
    sql`CAST(${unsafeSql(`'${BigInt(String(positionRow.position))}'`)} AS HUGEINT)`,
  )
  if (tracedSteps.length === 0) return []
  const selects = tracedSteps.map(
    ({ stepIndex, column: columnName, inputColumns, sourceRow, positionAfter }, index) => {
      const valueBefore =
        inputColumns.length === 0
          ? sql`NULL`
          : sql`(SELECT ${describeCells(inputColumns, columnName)} FROM (${plan.selectAfter(stepIndex, [...new Set(inputColumns)])}) WHERE ${plan.row} = ${sourceRow})`
      const valueAfter = sql`(SELECT CAST(${quoteIdentifier(columnName)} AS VARCHAR) FROM (${plan.selectAfter(stepIndex + 1, [columnName])}) WHERE ${plan.row} = ${positionAfter})`
      return sql`SELECT ${index} AS n, CAST(${sourceRow} + 1 AS BIGINT) AS position, CAST(${valueBefore} AS VARCHAR) AS before, ${valueAfter} AS after`
    },
  )
  const records = await tables.rows(
    sql`${selects.reduce((query, select) => sql`${query} UNION ALL ${select}`)} ORDER BY 1`,
    abortOptions,
  )
  const toTextOrNull = (value: Scalar | undefined): string | null =>
    value === null || value === undefined ? null : String(value)
  const steps = records.flatMap(({ n, position, before, after }): { stepIndex: number; step: CellStep }[] => {
    const tracedStep = tracedSteps[Number(n)]
    const operation = tracedStep && plan.steps[tracedStep.stepIndex]?.operation
    if (!tracedStep || !operation || (toTextOrNull(before) === toTextOrNull(after) && tracedStep.isUpdate)) return []
    return [
      {
        stepIndex: tracedStep.stepIndex,
        step: {
          operation,
          column: tracedStep.column,
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
interface TracedStep {
  stepIndex: number
  column: string
  /** Names of the columns that the cell was computed from. */
  inputColumns: readonly string[]
  /** Whether the step changed an existing column. If so, `inputColumns` contains only that column. */
  isUpdate: boolean
  sourceRow: Sql
  positionAfter: Sql
}

/** Follows a cell backward through the plan and returns the steps that computed or changed it or its inputs. */
function findTracedSteps(plan: CompiledPlan, column: string, position: Sql): TracedStep[] {
  const tracedSteps: TracedStep[] = []
  let trackedColumns = new Set([column])
  let positionAfter = position
  for (let stepIndex = plan.steps.length - 1; stepIndex >= 0; stepIndex--) {
    const { compiled, input } = plan.steps[stepIndex] as CompiledPlan['steps'][number]
    const sourceRow =
      compiled.kind === 'table' && compiled.toSourceRow ? compiled.toSourceRow(positionAfter) : positionAfter
    const inputColumns = new Set<string>()
    for (const columnName of trackedColumns) {
      const cell = compiled.outputColumns.find((candidate) => candidate.column.name === columnName)
      if (!cell) continue
      const isUpdate = cell.value !== undefined && input.columns.some((candidate) => candidate.name === columnName)
      if (cell.value !== undefined)
        tracedSteps.push({
          stepIndex,
          column: columnName,
          inputColumns: isUpdate ? [columnName] : cell.sources,
          isUpdate,
          sourceRow,
          positionAfter,
        })
      for (const source of cell.sources) inputColumns.add(source)
    }
    trackedColumns = inputColumns
    positionAfter = sourceRow
  }
  return tracedSteps
}

const describeCells = (columns: readonly string[], columnName: string): Sql =>
  columns.length === 1 && columns[0] === columnName
    ? sql`CAST(${quoteIdentifier(columnName)} AS VARCHAR)`
    : sql`concat_ws(', ', ${columns.map((column) => sql`concat(${`${column}: `}, coalesce(CAST(${quoteIdentifier(column)} AS VARCHAR), 'null'))`)})`
