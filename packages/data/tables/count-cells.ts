import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import type { LoadedColumn, PlannedColumn } from '@aw-flow/schema/internal'
import { readColumnStatistics, type ColumnStatistics } from './column-statistics.ts'
import { protectText, type DuckDbConnection } from './duckdb-connection.ts'
import { queryWideRow } from './query-wide-row.ts'
import { isTextColumn } from './typed-cell.ts'

const maxExamples = 5
/** Maximum length of an example, in characters. A cell may contain megabytes of text. */
const maxExampleCharacters = 1_000

interface CountArguments {
  connection: DuckDbConnection
  plan: LoadPlan
  /** Quoted table name. */
  table: Sql
  /** Name of the column that `fillFromDelimited` adds. */
  badCellsName: string
  /** Statistics of the plan's columns and the bad cells column, if they have been read. */
  statistics: readonly ColumnStatistics[] | undefined
  signal: AbortSignal | undefined
}

/** Counts the nulls and bad cells in every column. Scans only columns that may contain nulls or bad cells. */
export async function countCells({
  connection,
  plan,
  table,
  badCellsName,
  statistics,
  signal,
}: CountArguments): Promise<LoadedColumn[]> {
  const { columns } = plan
  if (columns.length === 0) return []
  const options = { signal }
  const names = columns.map((column) => column.name)
  const knownStatistics = statistics ?? (await readColumnStatistics(connection, table, [...names, badCellsName]))
  const badCellsColumn = quoteIdentifier(badCellsName)

  const nullableColumns = columns.filter((_, index) => knownStatistics?.[index]?.canBeNull)
  const nullCounts = await countPerColumn(
    connection,
    table,
    nullableColumns,
    (column) => sql`count(*) - count(${quoteIdentifier(column.name)})`,
    options,
  )

  const typedColumns = knownStatistics?.[columns.length]?.canHaveValues
    ? columns.filter((column) => !isTextColumn(column))
    : []
  const compileOriginalText = (column: PlannedColumn): Sql =>
    sql`${badCellsColumn}[${typedColumns.indexOf(column) + 1}]`
  const rows = sql`${table} WHERE ${badCellsColumn} IS NOT NULL`
  const badCounts = await countPerColumn(
    connection,
    rows,
    typedColumns,
    (column) => sql`count(${compileOriginalText(column)})`,
    options,
  )

  const loadedColumns: LoadedColumn[] = []
  for (const column of columns) {
    const badCount = badCounts.get(column) ?? 0
    const examples =
      badCount === 0
        ? []
        : await connection.queryRows(
            sql`SELECT rowid + 1, ${protectText(sql`left(${compileOriginalText(column)}, ${maxExampleCharacters})`)} FROM ${table} WHERE ${compileOriginalText(column)} IS NOT NULL ORDER BY rowid LIMIT ${maxExamples}`
              .text,
            options,
          )
    loadedColumns.push({
      name: column.name,
      type: column.type,
      nulls: nullCounts.get(column) ?? 0,
      badCells: badCount,
      badExamples: examples.map(([row, text]) => ({ row: Number(row), text: String(text) })),
    })
  }
  return loadedColumns
}

/** Computes one number per column. */
async function countPerColumn(
  connection: DuckDbConnection,
  source: Sql,
  columns: readonly PlannedColumn[],
  compileCount: (column: PlannedColumn) => Sql,
  options: { signal: AbortSignal | undefined },
): Promise<Map<PlannedColumn, number>> {
  if (columns.length === 0) return new Map()
  const counts = (await queryWideRow(connection, columns.map(compileCount), source, options)) ?? []
  return new Map(columns.map((column, index) => [column, Number(counts[index] ?? 0)]))
}
