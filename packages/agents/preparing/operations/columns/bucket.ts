import { join, sql } from '@aw-flow/engine'
import { addColumns, defineOperation } from '../operation-definition.ts'
import { requireNumberColumn } from '../number-column.ts'
import { createOperationError } from '../operation-error.ts'

/** Adds a column with the name of the range that each number belongs to. */
export const bucketOperation = defineOperation('bucket', {
  getReadColumns: ({ column }) => [column],
  compile({ column, edges, labels, to }, input) {
    const number = requireNumberColumn(input, column)
    if (edges.some((edge, index) => index > 0 && !(edge > (edges[index - 1] as number))))
      throw createOperationError('prepare.edges-not-ascending', { edges })
    if (labels && labels.length !== edges.length + 1)
      throw createOperationError('prepare.label-count', {
        edges: edges.length,
        ranges: edges.length + 1,
        labels: labels.length,
      })
    const names = labels ?? nameRanges(edges)
    const cases = edges.map(
      (edge, index) => sql`WHEN ${number} < CAST(${String(edge)} AS DOUBLE) THEN ${names[index] as string}`,
    )
    const value = sql`CASE WHEN ${number} IS NULL OR isnan(${number}) THEN NULL ${join(cases, ' ')} ELSE ${names.at(-1) as string} END`
    return addColumns(input, [{ name: to, type: 'VARCHAR', value, sources: [column] }])
  },
})

const nameRanges = (edges: readonly number[]): string[] => [
  `below ${edges[0]}`,
  ...edges.slice(1).map((edge, index) => `${edges[index]} to ${edge}`),
  `from ${edges.at(-1)}`,
]
