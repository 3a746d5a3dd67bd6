import { findCommonType, join, quoteIdentifier, sql, compileType, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findNamedTable } from './named-table.ts'
import { findColumn, defineOperation, withNewColumns } from '../operation-definition.ts'

/** Maximum number of rows in the other table. Output positions reserve this many matches per input row. */
const maxRows = 4_294_967_296n

/** Adds columns from another table, joined on keys. */
export const joinTablesOperation = defineOperation('join-tables', {
  getReadColumns: ({ keys }) => keys.map(({ left }) => left),
  compile({ table: joinedName, keys, kind, columns }, input) {
    const joinedTable = findNamedTable(input, joinedName)
    const joinConditions = keys.map((key) => {
      const [left, right] = [findColumn(input, key.left), findColumn(joinedTable, key.right, joinedName)]
      const type = findCommonType(left.type, right.type)
      return sql`${toKeyCell('b', left, type)} = ${toKeyCell('r', right, type)}`
    })
    const keyNames = new Set(keys.map(({ right }) => right))
    const addedColumns = columns
      ? columns.map((column) => findColumn(joinedTable, column, joinedName))
      : joinedTable.columns.filter((column) => !keyNames.has(column.name))
    const usedNames = new Set(input.columns.map((column) => column.name.toLowerCase()))
    const outputColumns = withNewColumns(
      input,
      addedColumns.map((column) => {
        let outputName = column.name
        while (usedNames.has(outputName.toLowerCase())) outputName = `${outputName}_${joinedName}`
        usedNames.add(outputName.toLowerCase())
        return {
          name: outputName,
          type: column.type,
          value: sql`r.${quoteIdentifier(column.name)}`,
          sources: keys.map(({ left }) => left),
        }
      }),
    )
    return {
      kind: 'table',
      rows: 'new',
      outputColumns,
      toSourceRow: (position) => sql`(${position} // ${maxRows})`,
      canDropRows: kind === 'inner',
      select(from) {
        const outputs = outputColumns.map(
          ({ column, value }) =>
            sql`${value ?? sql`b.${quoteIdentifier(column.name)}`} AS ${quoteIdentifier(column.name)}`,
        )
        const position = sql`CAST(b.${input.row} AS HUGEINT) * ${maxRows} + coalesce(r.${joinedTable.row}, 0)`
        const joinClause = kind === 'left' ? sql`LEFT JOIN` : sql`JOIN`
        return sql`SELECT ${outputs}, ${position} AS ${input.row} FROM ${from} AS b ${joinClause} ${joinedTable.from} AS r ON ${join(joinConditions, ' AND ')}`
      },
    }
  },
})

const toKeyCell = (side: 'b' | 'r', column: Column, type: string): Sql => {
  const cell = sql`${quoteIdentifier(side)}.${quoteIdentifier(column.name)}`
  return column.type === type ? cell : sql`CAST(${cell} AS ${compileType(type)})`
}
