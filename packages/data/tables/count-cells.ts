import { name, sql, type Sql } from '@aw-flow/engine'
import type { LoadedColumn, LoadPlan, PlannedColumn } from '@aw-flow/schema'
import { columnStatistics, type ColumnStatistics } from './column-statistics.ts'
import { sentText, type DuckDbConnection } from './duckdb-connection.ts'
import { isText } from './typed-cell.ts'

const shownExamples = 5
/** Of a cell; it may hold megabytes. */
const shownCharacters = 1_000

interface CountArguments {
  connection: DuckDbConnection
  plan: LoadPlan
  /** By its quoted name. */
  table: Sql
  /** The name of the column that `fillFrom` adds. */
  badCells: string
  /** Of the plan's columns and that of bad cells, where they have been asked for. */
  statistics: readonly ColumnStatistics[] | undefined
  signal: AbortSignal | undefined
}

/** Nulls and bad cells of every column, over all rows. Only columns that may have some are looked at. */
export async function countCells({
  connection,
  plan,
  table,
  badCells,
  statistics,
  signal,
}: CountArguments): Promise<LoadedColumn[]> {
  const { columns } = plan
  if (columns.length === 0) return []
  const options = { signal }
  const names = columns.map((column) => column.name)
  const known = statistics ?? (await columnStatistics(connection, table, [...names, badCells]))
  const isBad = name(badCells)

  const mayBeNull = columns.filter((_, index) => known?.[index]?.mayBeNull)
  const nulls = await counted(
    connection,
    table,
    mayBeNull,
    (column) => sql`count(*) - count(${name(column.name)})`,
    options,
  )

  const typed = known?.[columns.length]?.mayHaveValues ? columns.filter((column) => !isText(column)) : []
  const textOf = (column: PlannedColumn): Sql => sql`${isBad}[${typed.indexOf(column) + 1}]`
  const rows = sql`${table} WHERE ${isBad} IS NOT NULL`
  const bad = await counted(connection, rows, typed, (column) => sql`count(${textOf(column)})`, options)

  const loaded: LoadedColumn[] = []
  for (const column of columns) {
    const badCount = bad.get(column) ?? 0
    const examples =
      badCount === 0
        ? []
        : await connection.rows(
            sql`SELECT rowid + 1, ${sentText(sql`left(${textOf(column)}, ${shownCharacters})`)} FROM ${table} WHERE ${textOf(column)} IS NOT NULL ORDER BY rowid LIMIT ${shownExamples}`
              .text,
            options,
          )
    loaded.push({
      name: column.name,
      type: column.type,
      nulls: nulls.get(column) ?? 0,
      badCells: badCount,
      badExamples: examples.map(([row, text]) => ({ row: Number(row), text: String(text) })),
    })
  }
  return loaded
}

/** A number a column, of one look at the rows; none where there are no columns to count. */
async function counted(
  connection: DuckDbConnection,
  from: Sql,
  columns: readonly PlannedColumn[],
  count: (column: PlannedColumn) => Sql,
  options: { signal: AbortSignal | undefined },
): Promise<Map<PlannedColumn, number>> {
  if (columns.length === 0) return new Map()
  const [found = []] = await connection.rows(sql`SELECT ${columns.map(count)} FROM ${from}`.text, options)
  return new Map(columns.map((column, index) => [column, Number(found[index] ?? 0)]))
}
