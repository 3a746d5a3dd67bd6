import { join, sql, type Sql } from '@aw-flow/engine'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'
import { numberOfText } from './parse-number.ts'
import { whitespace, textOf } from '../text-of.ts'

export const parseCurrencyOperation = defineOperation('parse-currency', {
  reads: ({ column }) => [column],
  compile({ column, signs, decimal, thousands, currency }, stage) {
    const text = textOf(columnOf(stage, column))
    // Longer symbols first, because `US$` contains `$`.
    const strip = [...signs].sort((a, b) => b.length - a.length)
    const bare = [...strip, ' ', '\u00a0'].reduce((inner, part) => sql`replace(${inner}, ${part}, '')`, text)
    const isNegative = sql`regexp_full_match(${bare}, ${'\\(.*\\)|.*-'})`
    const number = numberOfText(sql`trim(${bare}, '()')`, { strip: [], decimal, thousands })
    const unsigned = numberOfText(sql`rtrim(trim(${bare}, '()'), '-')`, { strip: [], decimal, thousands })
    const amount = sql`CASE WHEN ${isNegative} THEN 0 - abs(${unsigned}) ELSE ${number} END`
    const replaced = (cells: ReturnType<typeof withNewCells>): typeof cells =>
      cells.map((cell) =>
        cell.column.name === column ? { column: { name: column, type: 'DOUBLE' }, value: amount, of: [column] } : cell,
      )
    const newCells =
      currency === undefined ? [] : [{ name: currency, type: 'VARCHAR', value: signOf(text, strip), of: [column] }]
    return { kind: 'cells', cells: replaced(withNewCells(stage, newCells)) }
  },
})

/** The first of the symbols that a text contains. */
const signOf = (text: Sql, signs: readonly string[]): Sql =>
  sql`CASE ${join(
    signs.map((sign) => sql`WHEN contains(${text}, ${sign}) THEN trim(${sign}, ${whitespace})`),
    ' ',
  )} END`
