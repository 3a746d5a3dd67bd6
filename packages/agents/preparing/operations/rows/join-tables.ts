import { findCommonType, join, name, sql, compileType, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findNamedTable } from './named-table.ts'
import { findColumn, defineOperation, withNewCells } from '../operation-definition.ts'

/** Maximum number of rows in the other table. Output positions reserve this many matches per input row. */
const maxRows = 4_294_967_296n

/** Adds columns from another table, joined on keys. */
export const joinTablesOperation = defineOperation('join-tables', {
  reads: ({ keys }) => keys.map(({ left }) => left),
  compile({ table: joinedName, keys, kind, columns }, stage) {
    const joinedTable = findNamedTable(stage, joinedName)
    const joinConditions = keys.map((key) => {
      const [left, right] = [findColumn(stage, key.left), findColumn(joinedTable, key.right, joinedName)]
      const type = findCommonType(left.type, right.type)
      return sql`${toKeyCell('b', left, type)} = ${toKeyCell('r', right, type)}`
    })
    const keyNames = new Set(keys.map(({ right }) => right))
    const addedColumns = columns
      ? columns.map((column) => findColumn(joinedTable, column, joinedName))
      : joinedTable.columns.filter((column) => !keyNames.has(column.name))
    const usedNames = new Set(stage.columns.map((column) => column.name.toLowerCase()))
    const cells = withNewCells(
      stage,
      addedColumns.map((column) => {
        let to = column.name
        while (usedNames.has(to.toLowerCase())) to = `${to}_${joinedName}`
        usedNames.add(to.toLowerCase())
        return {
          name: to,
          type: column.type,
          value: sql`r.${name(column.name)}`,
          sources: keys.map(({ left }) => left),
        }
      }),
    )
    return {
      kind: 'table',
      rows: 'new',
      cells,
      toSourceRow: (position) => sql`(${position} // ${maxRows})`,
      canDropRows: kind === 'inner',
      select(from) {
        const outputs = cells.map(
          ({ column, value }) => sql`${value ?? sql`b.${name(column.name)}`} AS ${name(column.name)}`,
        )
        const position = sql`CAST(b.${stage.row} AS HUGEINT) * ${maxRows} + coalesce(r.${joinedTable.row}, 0)`
        const joinClause = kind === 'left' ? sql`LEFT JOIN` : sql`JOIN`
        return sql`SELECT ${outputs}, ${position} AS ${stage.row} FROM ${from} AS b ${joinClause} ${joinedTable.from} AS r ON ${join(joinConditions, ' AND ')}`
      },
    }
  },
})

const toKeyCell = (side: 'b' | 'r', column: Column, type: string): Sql => {
  const cell = sql`${name(side)}.${name(column.name)}`
  return column.type === type ? cell : sql`CAST(${cell} AS ${compileType(type)})`
}
