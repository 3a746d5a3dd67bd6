import { join, name, sql, type Tables } from '@aw-flow/engine'
import { message, type Text } from '@aw-flow/messages'
import { describeOperation, type ChangedCell, type Operation, type TableRef } from '@aw-flow/schema'
import { compileForTable, type GivenTables } from './compile-for-table.ts'
import type { CompiledPlan } from './compile-plan.ts'

/** So many changed cells are told of a table. */
export const maxChangedCells = 20_000

/**
 * The cells of a prepared table that are otherwise than in the table that a plan begins with, with what they were and by
 * which operations: the first `maxChangedCells` in the rows' order, column by column. Rows count from 0, in the prepared
 * table. Cells of new columns are none of them (`traceCell` tells of what these were made), nor those of rows that were
 * made of several.
 */
export async function listChangedCells(options: {
  tables: Tables
  table: TableRef
  operations: readonly Operation[]
  given?: GivenTables
  /** False where the operations were proposed for another table: their reasons are not told of this one. */
  withReasons?: boolean
  signal?: AbortSignal
}): Promise<ChangedCell[]> {
  const { tables, signal, withReasons = true } = options
  const plan = compileForTable(options)
  if (plan.steps.some(({ compiled }) => compiled.kind === 'table' && compiled.rows === 'made')) return []
  const changed = plan.columns.flatMap(({ name: column }) => {
    const { origin, by } = originOf(plan, column)
    return origin === undefined || by.length === 0 ? [] : [{ column, origin, by }]
  })
  if (changed.length === 0) return []
  const { row } = plan
  const place = name('aw:number')
  const after = sql`SELECT *, row_number() OVER (ORDER BY ${row}) - 1 AS ${place} FROM (${plan.stage(
    plan.steps.length,
    changed.map(({ column }) => column),
  )})`
  const before = plan.stage(0, [...new Set(changed.map(({ origin }) => origin))])
  const parts = changed.map(({ column, origin }, index) => {
    const [old, own] = [sql`CAST(b.${name(origin)} AS VARCHAR)`, sql`CAST(a.${name(column)} AS VARCHAR)`]
    return sql`SELECT * FROM (SELECT ${index} AS n, a.${place} AS place, ${old} AS before FROM a JOIN b ON a.${row} = b.${row} WHERE ${old} IS DISTINCT FROM ${own} ORDER BY 2 LIMIT ${maxChangedCells})`
  })
  const found = await tables.rows(
    sql`WITH a AS (${after}), b AS (${before}) SELECT * FROM (${join(parts, ' UNION ALL ')}) ORDER BY place, n LIMIT ${maxChangedCells}`,
    signal ? { signal } : {},
  )
  return found.map(({ n, place: at, before: was }) => {
    const { column, by } = changed[Number(n)]!
    return {
      row: Number(at),
      column,
      before: was === null || was === undefined ? null : String(was),
      reason: sentences(by.map((operation) => describeChange(operation, withReasons))),
    }
  })
}

const describeChange = (operation: Operation, withReason: boolean): Text => {
  const change = message('prepare.sentence', { text: describeOperation(operation) })
  return withReason ? message('prepare.sentences', { first: change, second: operation.reason }) : change
}

/** Several sentences as one text. */
const sentences = (all: readonly Text[]): Text =>
  all.reduce((first, second) => message('prepare.sentences', { first, second }))

/** The column of the first table that a column was, and the operations that change its cells. */
function originOf(plan: CompiledPlan, column: string): { origin?: string; by: Operation[] } {
  const by: Operation[] = []
  let own = column
  for (const { compiled, stage, operation } of plan.steps.toReversed()) {
    const cell = compiled.cells.find((one) => one.column.name === own)
    if (!cell) return { by }
    if (cell.value === undefined) own = cell.of[0] as string
    else if (stage.columns.some((one) => one.name === own)) by.unshift(operation)
    else return { by }
  }
  return { origin: own, by }
}
