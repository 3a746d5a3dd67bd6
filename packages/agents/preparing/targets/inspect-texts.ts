import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { ColumnProfile, CountedValue, Operation } from '@aw-flow/schema/internal'
import { isDateName, isIdName } from '../../column-meaning.ts'
import { compileForTable } from '../plans/compile-for-table.ts'
import { whitespace } from '../operations/text-column.ts'
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

/**
 * Reads the distinct values of each text column and infers their type. If the values are ambiguous, the formats of the
 * other columns are taken into account.
 *
 * @returns The values and types, keyed by column name.
 */
export async function inspectTextColumns(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, TextColumnValues>> {
  const columns = profile.columns.filter(({ type, nulls }) => type === 'VARCHAR' && nulls < profile.rows)
  const values: CountedValue[][] = []
  for (const column of columns) values.push(await countTextValues(tables, table, column, signal))
  const createInferrer = (hints: ColumnHints) => (column: ColumnProfile, index: number) =>
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

async function countTextValues(
  tables: Tables,
  table: TableRef,
  column: ColumnProfile,
  signal: AbortSignal | undefined,
): Promise<CountedValue[]> {
  const text = sql`left(trim(${quoteIdentifier(column.name)}, ${whitespace}), ${maxTextLength})`
  const rows = await tables.rows(
    sql`SELECT ${text} AS v, count(*) AS n FROM ${quoteIdentifier(tableName(table.id))} WHERE ${quoteIdentifier(column.name)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxValues}`,
    defined({ signal }),
  )
  return rows.map(({ v, n }) => ({ value: String(v), count: Number(n) }))
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
    const [row = {}] = await tables.rows(sql`SELECT ${counts} FROM (${select})`, defined({ signal }))
    return columns.map((_, index) => Number(row[`n${index}`] ?? 0))
  }
  const [countsBefore, countsAfter] = [await countValues(nullOperations), await countValues(allOperations)]
  return new Set(columns.filter((_, index) => countsAfter[index]! < countsBefore[index]!))
}
