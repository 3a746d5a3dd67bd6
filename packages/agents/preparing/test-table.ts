import { join, quoteIdentifier, sql, tableName, unsafeSql, type Sql, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

type Cell = null | boolean | number | string

/** Creates a table from columns (`name TYPE`) and rows. */
export async function makeTable(
  tables: Tables,
  id: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<TableRef> {
  const casts = columns.map((column, index) => {
    const [, columnName = '', type = ''] = /^(.*) (\S+)$/.exec(column) ?? []
    return sql`CAST(${unsafeSql(`c${index}`)} AS ${unsafeSql(type)}) AS ${quoteIdentifier(columnName)}`
  })
  const names = columns.map((_, index) => unsafeSql(`c${index}`))
  const toCellSql = (value: Cell): Sql =>
    typeof value === 'number' && !Number.isFinite(value)
      ? sql`${value}`
      : value === null
        ? sql`NULL`
        : sql`${String(value)}`
  if (rows.length === 0) {
    const nulls = columns.map((_, index) => unsafeSql(`NULL AS c${index}`))
    return tables.create(sql`SELECT ${casts} FROM (SELECT ${nulls}) WHERE FALSE`, { id })
  }
  const tuples = rows.map((row) => sql`(${row.map((value) => sql`CAST(${toCellSql(value)} AS VARCHAR)`)})`)
  return tables.create(sql`SELECT ${casts} FROM (VALUES ${join(tuples, ', ')}) AS v(${names})`, { id })
}

/** Reads the rows of a table in order, each as an array of cells. */
export const readRows = async (tables: Tables, { id }: TableRef): Promise<unknown[][]> =>
  (await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`)).map(Object.values)

/**
 * Creates a table of twelve rows: numbers with nulls and an infinite value, a category in three spellings, a constant,
 * a date and a Boolean.
 */
export const makeMeasuresTable = (tables: Tables): Promise<TableRef> =>
  makeTable(
    tables,
    'measures',
    [
      'code VARCHAR',
      'kind VARCHAR',
      'num1 DOUBLE',
      'num2 DOUBLE',
      'num3 DOUBLE',
      'one BIGINT',
      'when1 DATE',
      'yes BOOLEAN',
    ],
    Array.from({ length: 12 }, (_, index) => [
      `row ${index}`,
      index % 5 === 4 ? null : ['red', 'blue', 'Red'][index % 3]!,
      index === 3 ? Infinity : index * 1.5,
      index === 7 ? null : 10 - index,
      (index * 7) % 5,
      1,
      `2024-01-${String(index + 1).padStart(2, '0')}`,
      index % 2 === 0,
    ]),
  )
