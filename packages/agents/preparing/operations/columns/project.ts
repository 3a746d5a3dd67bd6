import { join, sql, type Sql } from '@aw-flow/engine'
import { addColumns, defineOperation } from '../operation-definition.ts'
import { requireNumberColumn, scaleNumber } from '../number-column.ts'

/** Adds two coordinate columns that are weighted sums of scaled numeric columns. */
export const projectOperation = defineOperation('project', {
  getReadColumns: ({ terms }) => terms.map(({ column }) => column),
  compile({ terms, x, y }, input) {
    const inputNames = terms.map(({ column }) => column)
    // The order of the terms is fixed, because floating-point sums depend on it. Nulls count as 0.
    const sumTerms = (axis: 'x' | 'y'): Sql =>
      join(
        terms.map(
          (term) =>
            sql`coalesce(${scaleNumber(requireNumberColumn(input, term.column), term.offset, term.divisor)}, 0) * CAST(${String(term[axis])} AS DOUBLE)`,
        ),
        ' + ',
      )
    return addColumns(input, [
      { name: x, type: 'DOUBLE', value: sql`(${sumTerms('x')})`, sources: inputNames },
      { name: y, type: 'DOUBLE', value: sql`(${sumTerms('y')})`, sources: inputNames },
    ])
  },
})
