import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Dialect } from '@aw-flow/schema'
import type { ColumnStatistics } from './column-statistics.ts'
import type { FillArguments } from './fill-table.ts'
import { isText } from './typed-cell.ts'

/** Rule 4 of our reader needs a cell of so many lines and delimiters. */
const [fewestLines, fewestDelimiters] = [4, 8]

/**
 * True where DuckDB's reader has surely filled the table, which has rows, with what our reader would find. False for
 * cells that our reader might read otherwise: of four lines or more with eight delimiters or more (its rule 4,
 * over-estimated), and quoted ones behind several blanks, whose quotes DuckDB takes for text. Only what begins with
 * blanks or has a line feed can be one.
 *
 * @param known Of the plan's columns and that of bad cells.
 */
export async function isReadAlike(
  { connection, plan, table, badCells, signal }: FillArguments,
  { quote, delimiter }: Dialect,
  known: readonly ColumnStatistics[],
): Promise<boolean> {
  if (quote === '') return true
  const tests = (blanks: (text: Sql) => Sql, lines: (text: Sql) => Sql): Sql[] => {
    const texts = plan.columns.flatMap((column, index) => {
      const { mayBeginWithBlank = true, longest = Infinity } = known[index] ?? {}
      if (!isText(column)) return []
      const text = name(column.name)
      return [
        ...(mayBeginWithBlank ? [blanks(text)] : []),
        ...(longest >= fewestLines - 1 + fewestDelimiters ? [lines(text)] : []),
      ]
    })
    if (known[plan.columns.length]?.mayHaveValues === false) return texts
    const any = join([blanks(sql`text`), lines(sql`text`)], ' OR ')
    const bad = name(badCells)
    return [...texts, sql`(${bad} IS NOT NULL AND len(list_filter(${bad}, lambda text: ${any})) > 0)`]
  }
  const holds = async (any: readonly Sql[]): Promise<boolean> =>
    any.length > 0 &&
    (await connection.rows(sql`SELECT 1 FROM ${table} WHERE ${join([...any], ' OR ')} LIMIT 1`.text, { signal }))
      .length > 0
  const isOpen = tests(
    (text) => sql`starts_with(${text}, '  ')`,
    (text) => sql`(strlen(${text}) >= ${fewestLines - 1 + fewestDelimiters} AND contains(${text}, chr(10)))`,
  )
  const isLike = tests(
    (text) => sql`(starts_with(${text}, '  ') AND contains(${text}, ${quote}))`,
    (text) =>
      sql`(len(string_split(${text}, chr(10))) >= ${fewestLines} AND len(string_split(${text}, ${delimiter})) > ${fewestDelimiters})`,
  )
  return !((await holds(isOpen)) && (await holds(isLike)))
}
