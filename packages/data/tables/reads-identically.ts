import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema/internal'
import type { ColumnStatistics } from './column-statistics.ts'
import type { FillArguments } from './fill-table.ts'
import { isTextColumn } from './typed-cell.ts'

/**
 * Rule 4 of our reader (see `cleanDelimitedText`) affects a record of the correct width only if a cell has at least
 * this many lines and delimiters.
 */
const [minLines, minDelimiters] = [4, 8]

/**
 * Returns whether the DuckDB reader has certainly filled a non-empty table with the same rows that our reader would
 * find. Returns false if there are cells that our reader may read differently: cells of at least four lines with at
 * least eight delimiters (an overestimate of its rule 4), and quoted cells after several blanks, whose quotes DuckDB
 * reads as text. Only cells that start with blanks or contain a line feed can be affected.
 *
 * @param statistics Statistics of the plan's columns and the bad cells column.
 */
export async function isReadIdentically(
  { connection, plan, table, badCellsName, signal }: FillArguments,
  { quote, delimiter }: Dialect,
  statistics: readonly ColumnStatistics[],
): Promise<boolean> {
  if (quote === '') return true
  const buildConditions = (compileBlankTest: (text: Sql) => Sql, compileLineTest: (text: Sql) => Sql): Sql[] => {
    const columnConditions = plan.columns.flatMap((column, index) => {
      const { canStartWithBlank = true, maxBytes = Infinity } = statistics[index] ?? {}
      if (!isTextColumn(column)) return []
      const text = quoteIdentifier(column.name)
      return [
        ...(canStartWithBlank ? [compileBlankTest(text)] : []),
        ...(maxBytes >= minLines - 1 + minDelimiters ? [compileLineTest(text)] : []),
      ]
    })
    if (statistics[plan.columns.length]?.canHaveValues === false) return columnConditions
    const conditions = join([compileBlankTest(sql`text`), compileLineTest(sql`text`)], ' OR ')
    const badCellsColumn = quoteIdentifier(badCellsName)
    return [
      ...columnConditions,
      sql`(${badCellsColumn} IS NOT NULL AND len(list_filter(${badCellsColumn}, lambda text: ${conditions})) > 0)`,
    ]
  }
  const matchesAny = async (conditions: readonly Sql[]): Promise<boolean> =>
    conditions.length > 0 &&
    (
      await connection.queryRows(sql`SELECT 1 FROM ${table} WHERE ${join([...conditions], ' OR ')} LIMIT 1`.text, {
        signal,
      })
    ).length > 0
  const candidateConditions = buildConditions(
    (text) => sql`starts_with(${text}, '  ')`,
    (text) => sql`(strlen(${text}) >= ${minLines - 1 + minDelimiters} AND contains(${text}, chr(10)))`,
  )
  const exactConditions = buildConditions(
    (text) => sql`(starts_with(${text}, '  ') AND contains(${text}, ${quote}))`,
    (text) =>
      sql`(len(string_split(${text}, chr(10))) >= ${minLines} AND len(string_split(${text}, ${delimiter})) > ${minDelimiters})`,
  )
  return !((await matchesAny(candidateConditions)) && (await matchesAny(exactConditions)))
}
