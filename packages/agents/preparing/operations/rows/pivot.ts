import { name, sql, type Sql } from '@aw-flow/engine'
import { groupKey } from './group-key.ts'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'
import { textOf } from '../text-of.ts'
import { operationError } from '../operation-error.ts'

export const pivotOperation = defineOperation('pivot', {
  reads: ({ rows, column, value }) => [...rows, column, ...(value === undefined ? [] : [value])],
  compile({ rows, column, values, function: what, value }, stage) {
    const groups = rows.map((one) => columnOf(stage, one))
    const turned = textOf(columnOf(stage, column))
    if (what !== 'count' && value === undefined) throw operationError('prepare.pivot-without-value', { function: what })
    const measured = value === undefined ? undefined : columnOf(stage, value)
    const cell = measured ? name(measured.name) : sql`*`
    const worked = (filter: Sql): Sql => {
      if (what === 'count' || !measured) return sql`count(${cell}) ${filter}`
      if (what === 'first') return sql`arg_min(${cell}, ${stage.row}) ${filter}`
      if (what === 'last') return sql`arg_max(${cell}, ${stage.row}) ${filter}`
      return what === 'min' ? sql`min(${groupKey(measured)}) ${filter}` : sql`max(${groupKey(measured)}) ${filter}`
    }
    const type = what === 'count' || !measured ? 'BIGINT' : measured.type
    const cells = withNewCells(
      { columns: groups },
      [...new Set(values)].map((one) => ({
        name: one === '' ? '(empty)' : one,
        type,
        value: worked(sql`FILTER (WHERE ${turned} = ${one})`),
        of: [column, ...(value === undefined ? [] : [value])],
      })),
    )
    const keys = groups.map(groupKey)
    return {
      kind: 'table',
      rows: 'made',
      cells,
      placeBefore: (place) => place,
      select(from) {
        const made = cells.map(
          (one, index) => sql`${one.value ?? keys[index] ?? name(one.column.name)} AS ${name(one.column.name)}`,
        )
        const grouped = keys.length === 0 ? sql` HAVING count(*) > 0` : sql` GROUP BY ${keys}`
        return sql`SELECT ${made}, min(${stage.row}) AS ${stage.row} FROM ${from}${grouped}`
      },
    }
  },
})
