import { commonType, join, name, sql, typeSql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { namedTable } from './named-table.ts'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'

/** Maximum number of rows of the other table: each position can have this number of matches. */
const maxRows = 4_294_967_296n

export const joinTablesOperation = defineOperation('join-tables', {
  reads: ({ keys }) => keys.map(({ left }) => left),
  compile({ table: wanted, keys, kind, columns }, stage) {
    const other = namedTable(stage, wanted)
    const same = keys.map((key) => {
      const [left, right] = [columnOf(stage, key.left), columnOf(other, key.right, wanted)]
      const type = commonType(left.type, right.type)
      return sql`${keyCell('b', left, type)} = ${keyCell('r', right, type)}`
    })
    const keyNames = new Set(keys.map(({ right }) => right))
    const added = columns
      ? columns.map((column) => columnOf(other, column, wanted))
      : other.columns.filter((column) => !keyNames.has(column.name))
    const taken = new Set(stage.columns.map((column) => column.name.toLowerCase()))
    const cells = withNewCells(
      stage,
      added.map((column) => {
        let to = column.name
        while (taken.has(to.toLowerCase())) to = `${to}_${wanted}`
        taken.add(to.toLowerCase())
        return { name: to, type: column.type, value: sql`r.${name(column.name)}`, of: keys.map(({ left }) => left) }
      }),
    )
    return {
      kind: 'table',
      rows: 'new',
      cells,
      sourceRowOf: (place) => sql`(${place} // ${maxRows})`,
      canDropRows: kind === 'inner',
      select(from) {
        const outputs = cells.map(
          ({ column, value }) => sql`${value ?? sql`b.${name(column.name)}`} AS ${name(column.name)}`,
        )
        const place = sql`CAST(b.${stage.row} AS HUGEINT) * ${maxRows} + coalesce(r.${other.row}, 0)`
        const by = kind === 'left' ? sql`LEFT JOIN` : sql`JOIN`
        return sql`SELECT ${outputs}, ${place} AS ${stage.row} FROM ${from} AS b ${by} ${other.from} AS r ON ${join(same, ' AND ')}`
      },
    }
  },
})

const keyCell = (side: 'b' | 'r', column: Column, type: string): Sql => {
  const cell = sql`${name(side)}.${name(column.name)}`
  return column.type === type ? cell : sql`CAST(${cell} AS ${typeSql(type)})`
}
