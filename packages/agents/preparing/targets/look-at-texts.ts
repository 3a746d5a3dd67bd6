import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue, Operation, TableProfile, TableRef } from '@aw-flow/schema'
import { isDateName, isIdName } from '../../column-meaning.ts'
import { compileForTable } from '../plans/compile-for-table.ts'
import { blanks } from '../operations/text-of.ts'
import { inferColumn, sharedHints, type ColumnHints, type InferredColumn } from '../../loading/columns/infer-column.ts'

/** What the texts of a column are. */
export interface ColumnTexts {
  /** Without blanks around them, most frequent first; the most frequent ones only, where there are very many. */
  values: CountedValue[]
  /** What they would be read as in a file. */
  found: InferredColumn
}

const maxValues = 5_000
/** Longer texts are texts, however they begin. */
const longest = 200

/**
 * Reads the different texts of each column that people write values into (not of nested ones), and what they could be
 * read as: each column by its own texts, and where those can be read in two ways by what the others show.
 */
export async function lookAtTexts(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ColumnTexts>> {
  const columns = profile.columns.filter(({ type, nulls }) => type === 'VARCHAR' && nulls < profile.rows)
  const values: CountedValue[][] = []
  for (const column of columns) values.push(await valuesOf(tables, table, column, signal))
  const inferred = (habits: ColumnHints) => (column: ColumnProfile, index: number) =>
    inferColumn(
      values[index]!.map(({ value }) => value),
      { ...habits, exact: isIdName(column.name), isDate: isDateName(column.name) },
    )
  const first = columns.map(inferred({}))
  const again = inferred(sharedHints(first))
  return new Map(
    columns.map((column, index) => [
      column.name,
      {
        values: values[index]!,
        found: first[index]!.ambiguous === undefined ? first[index]! : again(column, index),
      },
    ]),
  )
}

async function valuesOf(
  tables: Tables,
  table: TableRef,
  column: ColumnProfile,
  signal: AbortSignal | undefined,
): Promise<CountedValue[]> {
  const text = sql`left(trim(${name(column.name)}, ${blanks}), ${longest})`
  const rows = await tables.rows(
    sql`SELECT ${text} AS v, count(*) AS n FROM ${name(tableName(table.id))} WHERE ${name(column.name)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxValues}`,
    signal ? { signal } : {},
  )
  return rows.map(({ v, n }) => ({ value: String(v), count: Number(n) }))
}

/** Rows that are the same as one above them, in every column. */
export async function countRepeated(tables: Tables, table: TableRef, signal?: AbortSignal): Promise<number> {
  const [row] = await tables.rows(
    sql`SELECT count(*) AS n FROM (SELECT DISTINCT * FROM ${name(tableName(table.id))})`,
    signal ? { signal } : {},
  )
  return table.rows - Number(row?.['n'] ?? table.rows)
}

/**
 * The columns in which some operations leave fewer values than others that go before them: what only empties words for
 * "no value", and what reads the rest.
 */
export async function columnsThatLose(
  tables: Tables,
  table: TableRef,
  columns: readonly string[],
  before: readonly Operation[],
  after: readonly Operation[],
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (columns.length === 0) return new Set()
  const counted = async (operations: readonly Operation[]): Promise<number[]> => {
    const counts = columns.map((column, index) => sql`count(${name(column)}) AS ${name(`n${index}`)}`)
    const { select } = compileForTable({ table, operations })
    const [row = {}] = await tables.rows(sql`SELECT ${counts} FROM (${select})`, signal ? { signal } : {})
    return columns.map((_, index) => Number(row[`n${index}`] ?? 0))
  }
  const [kept, read] = [await counted(before), await counted(after)]
  return new Set(columns.filter((_, index) => read[index]! < kept[index]!))
}
