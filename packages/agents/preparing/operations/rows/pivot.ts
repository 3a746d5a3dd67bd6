import { name, sql, type Sql } from '@aw-flow/engine'
import { groupKey } from './group-key.ts'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'
import { textOf } from '../text-of.ts'
import { operationError } from '../operation-error.ts'

export const pivotOperation = defineOperation('pivot', {
  reads: ({ rows, column, value }) => [...rows, column, ...(value === undefined ? [] : [value])],
  compile({ rows, column, values, function: aggregate, value }, stage) {
    const groups = rows.map((group) => columnOf(stage, group))
    const pivoted = textOf(columnOf(stage, column))
    if (aggregate !== 'count' && value === undefined)
      throw operationError('prepare.pivot-without-value', { function: aggregate })
    const measured = value === undefined ? undefined : columnOf(stage, value)
    const cell = measured ? name(measured.name) : sql`*`
    const aggregated = (filter: Sql): Sql => {
      if (aggregate === 'count' || !measured) return sql`count(${cell}) ${filter}`
      if (aggregate === 'first') return sql`arg_min(${cell}, ${stage.row}) ${filter}`
      if (aggregate === 'last') return sql`arg_max(${cell}, ${stage.row}) ${filter}`
      return aggregate === 'min' ? sql`min(${groupKey(measured)}) ${filter}` : sql`max(${groupKey(measured)}) ${filter}`
    }
    const type = aggregate === 'count' || !measured ? 'BIGINT' : measured.type
    const cells = withNewCells(
      { columns: groups },
      [...new Set(values)].map((pivotValue) => ({
        name: pivotValue === '' ? '(empty)' : pivotValue,
        type,
        value: aggregated(sql`FILTER (WHERE ${pivoted} = ${pivotValue})`),
        of: [column, ...(value === undefined ? [] : [value])],
      })),
    )
    const keys = groups.map(groupKey)
    return {
      kind: 'table',
      rows: 'new',
      cells,
      sourceRowOf: (place) => place,
      select(from) {
        const outputs = cells.map(
          ({ column: output, value: computed }, index) =>
            sql`${computed ?? keys[index] ?? name(output.name)} AS ${name(output.name)}`,
        )
        const grouped = keys.length === 0 ? sql` HAVING count(*) > 0` : sql` GROUP BY ${keys}`
        return sql`SELECT ${outputs}, min(${stage.row}) AS ${stage.row} FROM ${from}${grouped}`
      },
    }
  },
})
