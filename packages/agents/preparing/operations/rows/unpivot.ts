import { findCommonType, name, sql, compileType } from '@aw-flow/engine'
import { findColumn, defineOperation, withNewCells } from '../operation-definition.ts'

/** Turns the listed columns into rows, one for each cell, with the column's name and the cell's value. */
export const unpivotOperation = defineOperation('unpivot', {
  reads: ({ columns }) => columns,
  compile({ columns, nameColumn, valueColumn }, stage) {
    const unpivoted = [...new Set(columns)].map((column) => findColumn(stage, column))
    const type = unpivoted.map((column) => column.type).reduce(findCommonType)
    const otherColumns = stage.columns.filter((column) => !unpivoted.includes(column))
    const inputNames = unpivoted.map((column) => column.name)
    const values = unpivoted.map((column) =>
      column.type === type ? name(column.name) : sql`CAST(${name(column.name)} AS ${compileType(type)})`,
    )
    const columnNumber = name('aw:number')
    const cells = withNewCells({ columns: otherColumns }, [
      {
        name: nameColumn,
        type: 'VARCHAR',
        value: sql`list_extract([${inputNames.map((unpivotedName) => sql`${unpivotedName}`)}], ${columnNumber})`,
        sources: inputNames,
      },
      { name: valueColumn, type, value: sql`list_extract([${values}], ${columnNumber})`, sources: inputNames },
    ])
    const width = unpivoted.length
    return {
      kind: 'table',
      rows: 'new',
      cells,
      toSourceRow: (position) => sql`(${position} // ${width})`,
      select(from) {
        const unnested = sql`SELECT *, unnest(range(1, ${width + 1})) AS ${columnNumber} FROM ${from}`
        const outputs = cells.map(({ column, value }) => sql`${value ?? name(column.name)} AS ${name(column.name)}`)
        return sql`SELECT ${outputs}, CAST(${stage.row} AS HUGEINT) * ${width} + ${columnNumber} - 1 AS ${stage.row} FROM (${unnested})`
      },
    }
  },
})
