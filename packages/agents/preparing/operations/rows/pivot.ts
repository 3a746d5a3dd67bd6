import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { toGroupKey } from './group-key.ts'
import { findColumn, defineOperation, withNewColumns } from '../operation-definition.ts'
import { castToText } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

/** Groups rows and turns the listed values of a column into columns that contain aggregates. */
export const pivotOperation = defineOperation('pivot', {
  getReadColumns: ({ rows, column, value }) => [...rows, column, ...(value === undefined ? [] : [value])],
  compile({ rows, column, values, function: aggregate, value }, input) {
    const groups = rows.map((group) => findColumn(input, group))
    const pivotText = castToText(findColumn(input, column))
    if (aggregate !== 'count' && value === undefined)
      throw createOperationError('prepare.pivot-without-value', { function: aggregate })
    const valueColumn = value === undefined ? undefined : findColumn(input, value)
    const cell = valueColumn ? quoteIdentifier(valueColumn.name) : sql`*`
    const aggregateCells = (filter: Sql): Sql => {
      if (aggregate === 'count' || !valueColumn) return sql`count(${cell}) ${filter}`
      if (aggregate === 'first') return sql`arg_min(${cell}, ${input.row}) ${filter}`
      if (aggregate === 'last') return sql`arg_max(${cell}, ${input.row}) ${filter}`
      return aggregate === 'min'
        ? sql`min(${toGroupKey(valueColumn)}) ${filter}`
        : sql`max(${toGroupKey(valueColumn)}) ${filter}`
    }
    const type = aggregate === 'count' || !valueColumn ? 'BIGINT' : valueColumn.type
    const outputColumns = withNewColumns(
      { columns: groups },
      [...new Set(values)].map((pivotValue) => ({
        name: pivotValue === '' ? '(empty)' : pivotValue,
        type,
        value: aggregateCells(sql`FILTER (WHERE ${pivotText} = ${pivotValue})`),
        sources: [column, ...(value === undefined ? [] : [value])],
      })),
    )
    const keys = groups.map(toGroupKey)
    return {
      kind: 'table',
      rows: 'new',
      outputColumns,
      toSourceRow: (position) => position,
      select(from) {
        const outputs = outputColumns.map(
          ({ column: output, value: computedValue }, index) =>
            sql`${computedValue ?? keys[index] ?? quoteIdentifier(output.name)} AS ${quoteIdentifier(output.name)}`,
        )
        const groupBy = keys.length === 0 ? sql` HAVING count(*) > 0` : sql` GROUP BY ${keys}`
        return sql`SELECT ${outputs}, min(${input.row}) AS ${input.row} FROM ${from}${groupBy}`
      },
    }
  },
})
