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

/** A suffix does not exceed the 1,000 characters that a name in a plan may have. */
const maxNameLength = 900

/**
 * Returns the names of the one-hot columns, one per distinct value. Names that differ only in case get a suffix,
 * because DuckDB column names are case-insensitive. NUL, which they do not support, is removed, and long names are cut.
 */
export function nameOneHotColumns(prefix: string, values: readonly string[]): string[] {
  const usedNames = new Set<string>()
  return [...new Set(values)].map((value) => {
    const base = `${prefix}=${value.replaceAll('\0', '')}`.slice(0, maxNameLength)
    let candidate = base
    for (let suffix = 2; usedNames.has(candidate.toLowerCase()); suffix++) candidate = `${base} (${suffix})`
    usedNames.add(candidate.toLowerCase())
    return candidate
  })
}
