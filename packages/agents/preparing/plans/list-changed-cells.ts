import { join, quoteIdentifier, sql, type Tables } from '@aw-flow/engine'
import { message, type Text } from '@aw-flow/messages'
import { defined, type TableRef } from '@aw-flow/schema'
import { describeOperation, type ChangedCell, type Operation } from '@aw-flow/schema/internal'
import { compileForTable, type NamedTables } from './compile-for-table.ts'
import type { CompiledPlan } from './compile-plan.ts'

/** Maximum number of changed cells to list. */
export const maxChangedCells = 20_000

/**
 * Lists the cells of a prepared table that differ from the original table, with their original values and the
 * operations that changed them. The cells are ordered by row, then by column, and limited to `maxChangedCells`. Row
 * numbers refer to the prepared table and start at 0. Cells in new columns are not listed (see `traceCell`). If the
 * plan creates new rows, the list is empty.
 *
 * @internal
 */
export async function listChangedCells(options: {
  tables: Tables
  table: TableRef
  operations: readonly Operation[]
  namedTables?: NamedTables
  /**
   * Whether to include the reasons for the operations. Set to false if the plan was made for a different table.
   * Default: `true`.
   */
  includeReasons?: boolean
  signal?: AbortSignal
}): Promise<ChangedCell[]> {
  const { tables, signal, includeReasons = true } = options
  const plan = compileForTable(options)
  if (plan.steps.some(({ compiled }) => compiled.kind === 'table' && compiled.rows === 'new')) return []
  const changedColumns = plan.columns.flatMap(({ name: column }) => {
    const { origin, changingOperations } = traceOrigin(plan, column)
    return origin === undefined || changingOperations.length === 0 ? [] : [{ column, origin, changingOperations }]
  })
  if (changedColumns.length === 0) return []
  const { row } = plan
  const rowNumber = quoteIdentifier('aw:number')
  const rowsAfter = sql`SELECT *, row_number() OVER (ORDER BY ${row}) - 1 AS ${rowNumber} FROM (${plan.selectAfter(
    plan.steps.length,
    changedColumns.map(({ column }) => column),
  )})`
  const rowsBefore = plan.selectAfter(0, [...new Set(changedColumns.map(({ origin }) => origin))])
  const selects = changedColumns.map(({ column, origin }, index) => {
    const [oldValue, newValue] = [
      sql`CAST(b.${quoteIdentifier(origin)} AS VARCHAR)`,
      sql`CAST(a.${quoteIdentifier(column)} AS VARCHAR)`,
    ]
    return sql`SELECT * FROM (SELECT ${index} AS n, a.${rowNumber} AS position, ${oldValue} AS before FROM a JOIN b ON a.${row} = b.${row} WHERE ${oldValue} IS DISTINCT FROM ${newValue} ORDER BY 2 LIMIT ${maxChangedCells})`
  })
  const records = await tables.rows(
    sql`WITH a AS (${rowsAfter}), b AS (${rowsBefore}) SELECT * FROM (${join(selects, ' UNION ALL ')}) ORDER BY position, n LIMIT ${maxChangedCells}`,
    defined({ signal }),
  )
  return records.map(({ n, position, before: originalValue }) => {
    const { column, changingOperations } = changedColumns[Number(n)]!
    return {
      row: Number(position),
      column,
      before: originalValue === null || originalValue === undefined ? null : String(originalValue),
      reason: joinSentences(changingOperations.map((operation) => describeChange(operation, includeReasons))),
    }
  })
}

const describeChange = (operation: Operation, includeReason: boolean): Text => {
  const change = message('prepare.sentence', { text: describeOperation(operation) })
  return includeReason ? message('prepare.sentences', { first: change, second: operation.reason }) : change
}

/** Joins sentences into one message. */
const joinSentences = (sentences: readonly Text[]): Text =>
  sentences.reduce((first, second) => message('prepare.sentences', { first, second }))

/**
 * Finds the original column that a column is derived from, and the operations that change its cells. `origin` is absent
 * for a new column.
 */
function traceOrigin(plan: CompiledPlan, column: string): { origin?: string; changingOperations: Operation[] } {
  const changingOperations: Operation[] = []
  let currentName = column
  for (const { compiled, input, operation } of plan.steps.toReversed()) {
    const cell = compiled.outputColumns.find((candidate) => candidate.column.name === currentName)
    if (!cell) return { changingOperations }
    if (cell.value === undefined) currentName = cell.sources[0] as string
    else if (input.columns.some((candidate) => candidate.name === currentName)) changingOperations.unshift(operation)
    else return { changingOperations }
  }
  return { origin: currentName, changingOperations }
}
