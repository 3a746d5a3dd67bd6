import { sql } from '@aw-flow/engine'
import { addColumns, findColumn, defineOperation } from '../operation-definition.ts'
import { castToText } from '../text-column.ts'

/** Adds columns that encode a column's categories, either one-hot or as an ordinal number. */
export const encodeOperation = defineOperation('encode', {
  getReadColumns: ({ column }) => [column],
  compile({ column, how, values, to }, input) {
    const text = castToText(findColumn(input, column))
    const distinctValues = [...new Set(values)]
    if (how === 'ordinal') {
      const list = sql`[${distinctValues.map((value) => sql`${value}`)}]`
      const position = sql`CASE WHEN ${text} IS NOT NULL THEN nullif(list_position(${list}, ${text}), 0) - 1 END`
      return addColumns(input, [
        { name: to, type: 'BIGINT', value: sql`CAST(${position} AS BIGINT)`, sources: [column] },
      ])
    }
    const names = nameOneHotColumns(to, distinctValues)
    return addColumns(
      input,
      distinctValues.map((value, index) => ({
        name: names[index] as string,
        type: 'BIGINT',
        value: sql`CAST(CASE WHEN ${text} = ${value} THEN 1 ELSE 0 END AS BIGINT)`,
        sources: [column],
      })),
    )
  },
})

/**
 * Returns the names of the one-hot columns, one per distinct value. Names that differ only in case get a suffix,
 * because DuckDB column names are case-insensitive.
 */
export function nameOneHotColumns(prefix: string, values: readonly string[]): string[] {
  const usedNames = new Set<string>()
  return [...new Set(values)].map((value) => {
    let candidate = `${prefix}=${value}`
    for (let suffix = 2; usedNames.has(candidate.toLowerCase()); suffix++) candidate = `${prefix}=${value} (${suffix})`
    usedNames.add(candidate.toLowerCase())
    return candidate
  })
}
