import { name, sql, type Sql } from '@aw-flow/engine'
import { toGroupKey } from './group-key.ts'
import { findColumn, defineOperation, withNewCells } from '../operation-definition.ts'
import { castToText } from '../text-column.ts'
import { createOperationError } from '../operation-error.ts'

/** Groups rows and turns the listed values of a column into columns that contain aggregates. */
export const pivotOperation = defineOperation('pivot', {
  reads: ({ rows, column, value }) => [...rows, column, ...(value === undefined ? [] : [value])],
  compile({ rows, column, values, function: aggregate, value }, stage) {
    const groups = rows.map((group) => findColumn(stage, group))
    const pivoted = castToText(findColumn(stage, column))
    if (aggregate !== 'count' && value === undefined)
      throw createOperationError('prepare.pivot-without-value', { function: aggregate })
    const valueColumn = value === undefined ? undefined : findColumn(stage, value)
    const cell = valueColumn ? name(valueColumn.name) : sql`*`
    const aggregateCells = (filter: Sql): Sql => {
      if (aggregate === 'count' || !valueColumn) return sql`count(${cell}) ${filter}`
      if (aggregate === 'first') return sql`arg_min(${cell}, ${stage.row}) ${filter}`
      if (aggregate === 'last') return sql`arg_max(${cell}, ${stage.row}) ${filter}`
      return aggregate === 'min'
        ? sql`min(${toGroupKey(valueColumn)}) ${filter}`
        : sql`max(${toGroupKey(valueColumn)}) ${filter}`
    }
    const type = aggregate === 'count' || !valueColumn ? 'BIGINT' : valueColumn.type
    const cells = withNewCells(
      { columns: groups },
      [...new Set(values)].map((pivotValue) => ({
        name: pivotValue === '' ? '(empty)' : pivotValue,
        type,
        value: aggregateCells(sql`FILTER (WHERE ${pivoted} = ${pivotValue})`),
        sources: [column, ...(value === undefined ? [] : [value])],
      })),
    )
    const keys = groups.map(toGroupKey)
    return {
      kind: 'table',
      rows: 'new',
      cells,
      toSourceRow: (position) => position,
      select(from) {
        const outputs = cells.map(
          ({ column: output, value: computed }, index) =>
            sql`${computed ?? keys[index] ?? name(output.name)} AS ${name(output.name)}`,
        )
        const groupBy = keys.length === 0 ? sql` HAVING count(*) > 0` : sql` GROUP BY ${keys}`
        return sql`SELECT ${outputs}, min(${stage.row}) AS ${stage.row} FROM ${from}${groupBy}`
      },
    }
  },
})
