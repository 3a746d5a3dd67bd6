import { message, type Message } from '@aw-flow/messages'
import { join, quoteIdentifier, sql, tableName, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type Column, type TableRef } from '@aw-flow/schema'
import type { Operation } from '@aw-flow/schema/internal'
import type { MeasuredTable } from '../measure-columns.ts'
import { whitespace } from '../operations/text-column.ts'
import type { TextCells } from '../targets/inspect-texts.ts'
import { minAppliedConfidence } from './value-change.ts'

/** Tables with more columns are not searched, because the expressions of the operations would be too long. */
const maxColumns = 200
/** Words in the row of a total, in lower case without spaces around them. */
const totalPattern =
  '^(?:(?:grand |sub-?)?totals?|sums?|summe|gesamt(?:summe)?|insgesamt|zwischensumme|total general):?$'
const allPattern = '^(?:all|alle|overall) '
/** Maximum number of rows with totals. Otherwise the word is a value of the column. */
const maxTotalRows = 3
/** Minimum share of the rows that must have a value in a column for an empty cell in the total row to count. */
const minFilledShare = 0.8

const quoteColumn = (name: string): string => `\`${name}\``
const isQuotable = ({ name }: Column): boolean => !name.includes('`')

/** Matches the cells, in lower case without spaces around them, of rows that may be totals. */
export const junkPattern = `${totalPattern}|${allPattern}`

/**
 * Plans operations that drop empty rows, repeated header rows and rows of totals.
 *
 * @param cells - The cells of the text columns, with the matches of `junkPattern`.
 */
export async function planJunkRows(
  tables: Tables,
  table: TableRef,
  measured: MeasuredTable,
  cells: ReadonlyMap<string, TextCells>,
  signal?: AbortSignal,
): Promise<Operation[]> {
  const columns = table.columns.filter(isQuotable)
  if (columns.length < 2 || columns.length > maxColumns || columns.length < table.columns.length) return []
  const texts = columns.filter(({ name }) => cells.has(name))
  const isBlank = ({ name, type }: Column): Sql =>
    type === 'VARCHAR'
      ? sql`coalesce(trim(${quoteIdentifier(name)}, ${whitespace}), '') = ''`
      : sql`${quoteIdentifier(name)} IS NULL`
  const blankCounts = columns.map(({ name }, index) => cells.get(name)?.blank ?? measured.columns[index]!.nulls)
  const operations: Operation[] = []
  const drop = (reason: Message, confidence: number, expression: string): void => {
    const state = confidence < minAppliedConfidence ? ({ state: 'suggested' } as const) : {}
    operations.push({ op: 'drop-rows', reason, expression, confidence, ...state })
  }
  const headerColumns = texts.filter(({ name }) => {
    const { headers } = cells.get(name)!
    return headers > 0 && headers <= table.rows / 4
  })
  if (headerColumns.length >= 2)
    drop(
      message('prepare.reason-repeated-header', {}),
      0.99,
      headerColumns
        .slice(0, 5)
        .map(({ name }) => `$trim(${quoteColumn(name)}) = ${JSON.stringify(name.trim())}`)
        .join(' and '),
    )
  const possibleTotals = texts.filter(({ name }) => {
    const { matches } = cells.get(name)!
    return matches > 0 && matches <= maxTotalRows
  })
  for (const { column, value, isCertain } of await findTotals(
    { tables, table, columns, texts: possibleTotals, isBlank, signal },
    (index) => table.rows - blankCounts[index]!,
  ))
    drop(
      message('prepare.reason-total-row', { value: value.trim() }),
      isCertain ? 0.9 : 0.6,
      `${quoteColumn(column)} = ${JSON.stringify(value)}`,
    )
  const blankCount = blankCounts.includes(0) ? 0 : await countBlankRows(tables, table, columns.map(isBlank), signal)
  if (blankCount > 0 && blankCount < table.rows) {
    const isEmpty = ({ name, type }: Column): string =>
      type === 'VARCHAR'
        ? `($not($exists(${quoteColumn(name)})) or $trim(${quoteColumn(name)}) = "")`
        : `$not($exists(${quoteColumn(name)}))`
    drop(message('prepare.reason-empty-row', { rows: blankCount }), 0.99, columns.map(isEmpty).join(' and '))
  }
  return operations
}

async function countBlankRows(
  tables: Tables,
  table: TableRef,
  conditions: readonly Sql[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const [row = {}] = await tables.rows(
    sql`SELECT count(*) AS n FROM ${quoteIdentifier(tableName(table.id))} WHERE ${join(conditions, ' AND ')}`,
    defined({ signal }),
  )
  return Number(row['n'] ?? 0)
}

interface TotalSearch {
  tables: Tables
  table: TableRef
  columns: readonly Column[]
  /** The text columns that have such values, but not so many that they are values like any others. */
  texts: readonly Column[]
  isBlank(column: Column): Sql
  signal: AbortSignal | undefined
}

/**
 * Finds values such as "Total" in rows that leave cells empty that other rows fill, or that are the last row. A company
 * named "Total" has other values in its row.
 */
async function findTotals(
  { tables, table, columns, texts, isBlank, signal }: TotalSearch,
  getFilledCount: (columnIndex: number) => number,
): Promise<{ column: string; value: string; isCertain: boolean }[]> {
  const filledColumns = columns.filter((_, index) => getFilledCount(index) >= minFilledShare * (table.rows - 1))
  const emptyCells = filledColumns.map((column) => sql`CAST(${isBlank(column)} AS INTEGER)`)
  const totals: { column: string; value: string; isCertain: boolean }[] = []
  for (const { name } of texts) {
    const text = sql`lower(trim(${quoteIdentifier(name)}, ${whitespace}))`
    const isTotal = sql`regexp_matches(${text}, ${totalPattern})`
    const rows = await tables.rows(
      sql`SELECT ${quoteIdentifier(name)} AS v, ${isTotal} AS total, (${emptyCells.length === 0 ? sql`0` : join(emptyCells, ' + ')}) AS empty, rowid AS r FROM ${quoteIdentifier(tableName(table.id))} WHERE ${isTotal} OR regexp_matches(${text}, ${allPattern})`,
      defined({ signal }),
    )
    for (const { v, total, empty, r } of rows) {
      const [isLast, emptyCount, isWord] = [
        Number(r) >= table.rows - 2,
        Number(empty),
        total === true || Number(total) === 1,
      ]
      if (isWord ? emptyCount > 0 || isLast : emptyCount > 0 && isLast)
        totals.push({ column: name, value: String(v), isCertain: isWord && emptyCount > 0 })
    }
  }
  return totals
}
