import { sql } from '@aw-flow/engine'
import { addCells, columnOf, defineOperation } from '../operation-definition.ts'
import { textOf } from '../text-of.ts'

export const encodeOperation = defineOperation('encode', {
  reads: ({ column }) => [column],
  compile({ column, how, values, to }, stage) {
    const text = textOf(columnOf(stage, column))
    const distinct = [...new Set(values)]
    if (how === 'ordinal') {
      const list = sql`[${distinct.map((value) => sql`${value}`)}]`
      const place = sql`CASE WHEN ${text} IS NOT NULL THEN nullif(list_position(${list}, ${text}), 0) - 1 END`
      return addCells(stage, [{ name: to, type: 'BIGINT', value: sql`CAST(${place} AS BIGINT)`, of: [column] }])
    }
    const names = oneHotColumns(to, distinct)
    return addCells(
      stage,
      distinct.map((value, index) => ({
        name: names[index] as string,
        type: 'BIGINT',
        value: sql`CAST(CASE WHEN ${text} = ${value} THEN 1 ELSE 0 END AS BIGINT)`,
        of: [column],
      })),
    )
  },
})

/** The names of one-hot columns, one per distinct value; column names are case-insensitive in DuckDB. */
export function oneHotColumns(to: string, values: readonly string[]): string[] {
  const taken = new Set<string>()
  return [...new Set(values)].map((value) => {
    let free = `${to}=${value}`
    for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${to}=${value} (${number})`
    taken.add(free.toLowerCase())
    return free
  })
}
