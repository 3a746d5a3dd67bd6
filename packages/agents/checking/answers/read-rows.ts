import { join, quoteIdentifier, sql, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import type { Answer } from '@aw-flow/schema/internal'
import { selectBlock } from '../select-block.ts'

/**
 * Reads table rows as strings, in the format that `checkTable` compares.
 *
 * @param rowNumbers - The row numbers; the first row is 1.
 * @returns One array of cells per row, in column order.
 * @internal
 */
export async function readRowsAsStrings(
  tables: Tables,
  table: TableRef,
  rowNumbers: readonly number[],
  signal?: AbortSignal,
): Promise<string[][]> {
  const relation = await tables.relation(table)
  const cells = table.columns.map(
    (column, index) =>
      sql`coalesce(CAST(${quoteIdentifier(column.name)} AS VARCHAR), '') AS ${quoteIdentifier(`c${index}`)}`,
  )
  const result: string[][] = []
  for (let start = 0; start < rowNumbers.length;) {
    // Reads consecutive rows with a single statement.
    let end = start + 1
    while (end < rowNumbers.length && rowNumbers[end] === (rowNumbers[end - 1] as number) + 1) end++
    const [limit, offset] = [end - start, (rowNumbers[start] as number) - 1]
    const select = sql`SELECT ${join(cells, ', ')} FROM ${relation.from} ${selectBlock(relation, offset, limit)}`
    const records = await tables.rows(select, defined({ signal }))
    for (const record of records) result.push(table.columns.map((_, index) => String(record[`c${index}`] ?? '')))
    start = end
  }
  return result
}

/**
 * Creates an answer by comparing a row's cells with the same row in a clean copy of the table.
 *
 * @param row - The row number; the first row is 1.
 * @internal
 */
export const createAnswer = (
  row: number,
  columns: readonly string[],
  cells: readonly string[],
  cleanCells: readonly string[],
): Answer => ({
  row,
  cells: columns.map((column, index) => {
    const [value, correct] = [cells[index] ?? '', cleanCells[index] ?? '']
    return value === correct ? { column, value, verdict: 'right' } : { column, value, verdict: 'wrong', correct }
  }),
})
