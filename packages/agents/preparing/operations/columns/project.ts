import { join, sql, type Sql } from '@aw-flow/engine'
import { addCells, defineOperation } from '../operation-definition.ts'
import { numberColumn, scaled } from '../number-column.ts'

export const projectOperation = defineOperation('project', {
  reads: ({ terms }) => terms.map(({ column }) => column),
  compile({ terms, x, y }, stage) {
    const of = terms.map(({ column }) => column)
    // Added in the order of the terms: what is added in another order may differ in the last digit. No value counts as the middle.
    const sum = (axis: 'x' | 'y'): Sql =>
      join(
        terms.map(
          (term) =>
            sql`coalesce(${scaled(numberColumn(stage, term.column), term.offset, term.divisor)}, 0) * CAST(${String(term[axis])} AS DOUBLE)`,
        ),
        ' + ',
      )
    return addCells(stage, [
      { name: x, type: 'DOUBLE', value: sql`(${sum('x')})`, of },
      { name: y, type: 'DOUBLE', value: sql`(${sum('y')})`, of },
    ])
  },
})
