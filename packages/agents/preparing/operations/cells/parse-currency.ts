import { join, sql, type Sql } from '@aw-flow/engine'
import { findColumn, defineOperation, withNewColumns } from '../operation-definition.ts'
import { castToNumber } from './parse-number.ts'
import { whitespace, castToText } from '../text-column.ts'

/** Parses amounts of money as numbers. Optionally adds a column for the currency. */
export const parseCurrencyOperation = defineOperation('parse-currency', {
  getReadColumns: ({ column }) => [column],
  compile({ column, signs: symbols, decimal, thousands, currency }, input) {
    const text = castToText(findColumn(input, column))
    // Match longer symbols first, because `US$` contains `$`.
    const sortedSymbols = [...symbols].sort((a, b) => b.length - a.length)
    const bareText = [...sortedSymbols, ' ', '\u00a0'].reduce(
      (inner, part) => sql`replace(${inner}, ${part}, '')`,
      text,
    )
    const isNegative = sql`regexp_full_match(${bareText}, ${'\\(.*\\)|.*-'})`
    const number = castToNumber(sql`trim(${bareText}, '()')`, { strip: [], decimal, thousands })
    const unsignedNumber = castToNumber(sql`rtrim(trim(${bareText}, '()'), '-')`, { strip: [], decimal, thousands })
    const amount = sql`CASE WHEN ${isNegative} THEN 0 - abs(${unsignedNumber}) ELSE ${number} END`
    const replaceAmount = (outputColumns: ReturnType<typeof withNewColumns>): typeof outputColumns =>
      outputColumns.map((outputColumn) =>
        outputColumn.column.name === column
          ? { column: { name: column, type: 'DOUBLE' }, value: amount, sources: [column] }
          : outputColumn,
      )
    const newColumns =
      currency === undefined
        ? []
        : [{ name: currency, type: 'VARCHAR', value: matchSymbol(text, sortedSymbols), sources: [column] }]
    return { kind: 'cells', outputColumns: replaceAmount(withNewColumns(input, newColumns)) }
  },
})

/** Returns SQL for the first of the symbols that a value contains. */
const matchSymbol = (text: Sql, symbols: readonly string[]): Sql =>
  sql`CASE ${join(
    symbols.map((symbol) => sql`WHEN contains(${text}, ${symbol}) THEN trim(${symbol}, ${whitespace})`),
    ' ',
  )} END`
