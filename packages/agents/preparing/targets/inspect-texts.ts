import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { ColumnProfile, CountedValue, Operation, TableProfile, TableRef } from '@aw-flow/schema'
import { isDateName, isIdName } from '../../column-meaning.ts'
import { compileForTable } from '../plans/compile-for-table.ts'
import { whitespace } from '../operations/text-of.ts'
import { inferColumn, sharedHints, type ColumnHints, type InferredColumn } from '../../loading/columns/infer-column.ts'

/** The texts of a column. */
export interface ColumnTexts {
  /** Trimmed texts, the most frequent first; limited to the 5,000 most frequent ones. */
  values: CountedValue[]
  /** The type that a loader would infer. */
  found: InferredColumn
}

const maxValues = 5_000
/** Longer texts are never parsed. */
const maxTextLength = 200

/**
 * Reads the distinct texts of each text column and infers their type: from the texts of the column and, if these are
 * ambiguous, from the formats of the other columns.
 */
export async function inspectTexts(
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
  const text = sql`left(trim(${name(column.name)}, ${whitespace}), ${maxTextLength})`
  const rows = await tables.rows(
    sql`SELECT ${text} AS v, count(*) AS n FROM ${name(tableName(table.id))} WHERE ${name(column.name)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxValues}`,
    signal ? { signal } : {},
  )
  return rows.map(({ v, n }) => ({ value: String(v), count: Number(n) }))
}

/** Counts the rows that duplicate an earlier row in all columns. */
export async function countRepeated(tables: Tables, table: TableRef, signal?: AbortSignal): Promise<number> {
  const [row] = await tables.rows(
    sql`SELECT count(*) AS n FROM (SELECT DISTINCT * FROM ${name(tableName(table.id))})`,
    signal ? { signal } : {},
  )
  return table.rows - Number(row?.['n'] ?? table.rows)
}

/**
 * Finds the columns in which a plan leaves fewer values than a part of it.
 *
 * @param before - The operations that set null words to null.
 * @param after - All operations, including those that parse texts.
 */
export async function findLosingColumns(
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
  const [valuesBefore, valuesAfter] = [await counted(before), await counted(after)]
  return new Set(columns.filter((_, index) => valuesAfter[index]! < valuesBefore[index]!))
}
