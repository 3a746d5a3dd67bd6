import { name, sql, unsafeSql, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import type { CellStep, Operation, TableRef } from '@aw-flow/schema'
import type { CompiledPlan } from './compile-plan.ts'
import { compileForTable, type NamedTables } from './compile-for-table.ts'
import { operationError } from '../operations/operation-error.ts'

/** @internal */
export interface TraceCellOptions {
  tables: Tables
  /** The table that the plan was applied to. */
  table: TableRef
  operations: readonly Operation[]
  namedTables?: NamedTables
  /** Row of the prepared table, from 1. */
  row: number
  column: string
  signal?: AbortSignal
}

/**
 * Traces a cell of a prepared table: every operation that changed or computed it or one of its inputs, with the values
 * before and after.
 *
 * @returns The steps in the order of operations; empty for an unchanged cell.
 * @throws OperationError if the prepared table has no such column or row.
 * @internal
 */
export async function traceCell(options: TraceCellOptions): Promise<CellStep[]> {
  const { tables, column, row, signal } = options
  const abortOptions = signal ? { signal } : {}
  const plan = compileForTable(options)
  if (!plan.columns.some((candidate) => candidate.name === column))
    throw operationError('prepare.no-prepared-column', { column })
  const lastStage = plan.stage(plan.steps.length, [])
  const [place] = await tables.rows(
    sql`SELECT CAST(${plan.row} AS VARCHAR) AS place FROM (${lastStage}) ORDER BY ${plan.row} LIMIT 1 OFFSET ${row - 1}`,
    abortOptions,
  )
  if (!place || row < 1) throw operationError('prepare.no-prepared-row', { row })
  const visits = findVisits(plan, column, sql`CAST(${unsafeSql(`'${BigInt(String(place.place))}'`)} AS HUGEINT)`)
  if (visits.length === 0) return []
  const selects = visits.map(({ at, column: columnName, before, sourceRowOf, placeAfter }, index) => {
    const valueBefore =
      before.length === 0
        ? sql`NULL`
        : sql`(SELECT ${describeCells(before, columnName)} FROM (${plan.stage(at, [...new Set(before)])}) WHERE ${plan.row} = ${sourceRowOf})`
    const valueAfter = sql`(SELECT CAST(${name(columnName)} AS VARCHAR) FROM (${plan.stage(at + 1, [columnName])}) WHERE ${plan.row} = ${placeAfter})`
    return sql`SELECT ${index} AS n, CAST(${sourceRowOf} + 1 AS BIGINT) AS place, CAST(${valueBefore} AS VARCHAR) AS before, ${valueAfter} AS after`
  })
  const records = await tables.rows(
    sql`${selects.reduce((all, select) => sql`${all} UNION ALL ${select}`)} ORDER BY 1`,
    abortOptions,
  )
  const toTextOrNull = (value: Scalar | undefined): string | null =>
    value === null || value === undefined ? null : String(value)
  const steps = records.flatMap(({ n, place: position, before, after }): { at: number; step: CellStep }[] => {
    const visit = visits[Number(n)]
    const operation = visit && plan.steps[visit.at]?.operation
    if (!visit || !operation || (toTextOrNull(before) === toTextOrNull(after) && visit.isOwn)) return []
    return [
      {
        at: visit.at,
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
  return steps.sort((a, b) => a.at - b.at).map(({ step }) => step)
}

interface Visit {
  at: number
  column: string
  /** The columns that the cell was computed from. */
  before: readonly string[]
  /** Whether an existing column was changed; `before` is then that column. */
  isOwn: boolean
  sourceRowOf: Sql
  placeAfter: Sql
}

/** Follows a cell backwards through the plan. */
function findVisits(plan: CompiledPlan, column: string, position: Sql): Visit[] {
  const visits: Visit[] = []
  let followed = new Set([column])
  let placeAfter = position
  for (let stepIndex = plan.steps.length - 1; stepIndex >= 0; stepIndex--) {
    const { compiled, stage } = plan.steps[stepIndex] as CompiledPlan['steps'][number]
    const sourceRowOf =
      compiled.kind === 'table' && compiled.sourceRowOf ? compiled.sourceRowOf(placeAfter) : placeAfter
    const next = new Set<string>()
    for (const columnName of followed) {
      const cell = compiled.cells.find((candidate) => candidate.column.name === columnName)
      if (!cell) continue
      const isOwn = cell.value !== undefined && stage.columns.some((candidate) => candidate.name === columnName)
      if (cell.value !== undefined)
        visits.push({
          at: stepIndex,
          column: columnName,
          before: isOwn ? [columnName] : cell.of,
          isOwn,
          sourceRowOf,
          placeAfter,
        })
      for (const input of cell.of) next.add(input)
    }
    followed = next
    placeAfter = sourceRowOf
  }
  return visits
}

const describeCells = (columns: readonly string[], columnName: string): Sql =>
  columns.length === 1 && columns[0] === columnName
    ? sql`CAST(${name(columnName)} AS VARCHAR)`
    : sql`concat_ws(', ', ${columns.map((column) => sql`concat(${`${column}: `}, coalesce(CAST(${name(column)} AS VARCHAR), 'null'))`)})`
