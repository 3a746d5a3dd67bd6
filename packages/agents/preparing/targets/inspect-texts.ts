import { quoteIdentifier, sql, tableName, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import type { CountedValue, Operation } from '@aw-flow/schema/internal'
import { isDateName, isIdName } from '../../column-meaning.ts'
import { readWideRows } from '../../read-wide-rows.ts'
import { compileForTable } from '../plans/compile-for-table.ts'
import { whitespace } from '../operations/text-column.ts'
import type { MeasuredColumn, MeasuredTable } from '../measure-columns.ts'
import { readColumnBounds } from '../saved-plan/column-bounds.ts'
import { inferColumn, collectHints, type ColumnHints, type InferredColumn } from '../../loading/columns/infer-column.ts'

/** The values of a text column, and their inferred type. */
export interface TextColumnValues {
  /** The 5,000 most frequent values, trimmed, most frequent first. */
  values: CountedValue[]
  /** The type that would be inferred if a file with these values were loaded. */
  inferredColumn: InferredColumn
}

const maxValues = 5_000
/** Maximum number of characters read from each value. Longer values are never parsed. */
const maxTextLength = 200

/** The values of a text column, and counts over all of its cells. */
export interface TextCells {
  /** The 5,000 most frequent values, trimmed, most frequent first. */
  values: CountedValue[]
  /** Number of cells with whitespace at either end. */
  untrimmed: number
  /** Number of cells that are null, empty or only whitespace. */
  blank: number
  /** Number of cells that repeat the name of the column. */
  headers: number
  /** Number of cells that a pattern matches in lower case, if one is given. */
  matches: number
}

/**
 * Reads the distinct values of each text column and infers their type. If the values are ambiguous, the formats of the
 * other columns are taken into account.
 *
 * @returns The values and types, keyed by column name.
 */
export async function inspectTextColumns(
  tables: Tables,
  table: TableRef,
  profile: MeasuredTable,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, TextColumnValues>> {
  return inferTextColumns(profile, await readTextCells(tables, table, { signal }))
}

/** Infers the types of text columns from their values. */
export function inferTextColumns(
  { rows, columns: allColumns }: MeasuredTable,
  cells: ReadonlyMap<string, TextCells>,
): ReadonlyMap<string, TextColumnValues> {
  const columns = allColumns.filter(({ name, nulls }) => cells.has(name) && nulls < rows)
  const values = columns.map(({ name }) => cells.get(name)!.values)
  const createInferrer = (hints: ColumnHints) => (column: MeasuredColumn, index: number) =>
    inferColumn(
      values[index]!.map(({ value }) => value),
      { ...hints, containsIds: isIdName(column.name), hasDateName: isDateName(column.name) },
    )
  const initialColumns = columns.map(createInferrer({}))
  const reinfer = createInferrer(collectHints(initialColumns))
  return new Map(
    columns.map((column, index) => [
      column.name,
      {
        values: values[index]!,
        inferredColumn:
          initialColumns[index]!.ambiguity === undefined ? initialColumns[index]! : reinfer(column, index),
      },
    ]),
  )
}

/**
 * Reads the values of all text columns, keyed by column name, with one statement each.
 *
 * @param options - `pattern`: a regular expression for `matches`.
 */
export async function readTextCells(
  tables: Tables,
  table: TableRef,
  { pattern, signal }: { pattern?: string; signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<string, TextCells>> {
  const abortOptions = defined({ signal })
  const bounds = await readColumnBounds(tables, table, abortOptions)
  const cells = new Map<string, TextCells>()
  for (const [index, { name, type }] of table.columns.entries()) {
    if (type !== 'VARCHAR') continue
    const isRepetitive = (bounds[index]!.distinct ?? Infinity) < maxDistinctShare * table.rows
    const rows = await tables.rows(selectTextCells(table, name, isRepetitive, pattern), abortOptions)
    const values = rows.flatMap(({ v, n }) => (n === null ? [] : [{ value: String(v), count: Number(n) }]))
    const counts = rows.find(({ n }) => n === null) ?? {}
    const read = (count: string): number => Number(counts[count] ?? 0)
    const [untrimmed, headers, matches] = [read('untrimmed'), read('headers'), read('matches')]
    cells.set(name, { values, untrimmed, headers, matches, blank: table.rows - read('filled') })
  }
  return cells
}

/** Maximum share of distinct values for which equal cells are counted before their text is examined. */
const maxDistinctShare = 0.25

/** Selects a row with counts over all cells, followed by the trimmed values with their counts. */
function selectTextCells(table: TableRef, column: string, isRepetitive: boolean, pattern: string | undefined): Sql {
  const from = sql`FROM ${quoteIdentifier(tableName(table.id))} WHERE ${quoteIdentifier(column)} IS NOT NULL`
  // Counting equal cells takes a tenth of the time of trimming all of them.
  const cells = isRepetitive
    ? sql`MATERIALIZED (SELECT ${quoteIdentifier(column)} AS cell, count(*) AS cells ${from} GROUP BY 1)`
    : sql`NOT MATERIALIZED (SELECT ${quoteIdentifier(column)} AS cell, 1 AS cells ${from})`
  const trimmed = sql`trim(cell, ${whitespace})`
  const count = (condition: Sql): Sql => sql`CAST(sum(cells) FILTER (${condition}) AS BIGINT)`
  const counts = [
    sql`${count(sql`${trimmed} <> cell`)} AS untrimmed`,
    sql`${count(sql`${trimmed} <> ''`)} AS filled`,
    sql`${count(sql`trim(cell) = ${column.trim()}`)} AS headers`,
    sql`${pattern === undefined ? sql`0` : count(sql`regexp_matches(lower(${trimmed}), ${pattern})`)} AS matches`,
  ]
  const values = sql`SELECT left(${trimmed}, ${maxTextLength}) AS v, CAST(sum(cells) AS BIGINT) AS n FROM texts GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxValues}`
  return sql`WITH texts AS ${cells} SELECT NULL AS v, NULL AS n, ${counts} FROM texts UNION ALL SELECT v, n, NULL, NULL, NULL, NULL FROM (${values}) ORDER BY n DESC NULLS FIRST, v`
}

/**
 * Finds the columns that would lose values if they were parsed. Such a column has fewer values after all operations of
 * the plan than after its null operations alone.
 *
 * @param nullOperations Operations that trim text and set null markers to null.
 * @param allOperations All operations, including those that parse values.
 */
export async function findColumnsLosingValues(
  tables: Tables,
  table: TableRef,
  columns: readonly string[],
  nullOperations: readonly Operation[],
  allOperations: readonly Operation[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (columns.length === 0) return new Set()
  const countValues = async (operations: readonly Operation[]): Promise<number[]> => {
    const counts = columns.map(
      (column, index) => sql`count(${quoteIdentifier(column)}) AS ${quoteIdentifier(`n${index}`)}`,
    )
    const { select } = compileForTable({ table, operations })
    const [row = {}] = await readWideRows(tables, counts, sql`(${select})`, defined({ signal }))
    return columns.map((_, index) => Number(row[`n${index}`] ?? 0))
  }
  const [countsBefore, countsAfter] = [await countValues(nullOperations), await countValues(allOperations)]
  return new Set(columns.filter((_, index) => countsAfter[index]! < countsBefore[index]!))
}
