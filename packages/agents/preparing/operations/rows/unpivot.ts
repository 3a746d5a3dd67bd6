import { findCommonType, quoteIdentifier, sql, compileType } from '@aw-flow/engine'
import { findColumn, defineOperation, withNewColumns } from '../operation-definition.ts'

/** Turns the listed columns into rows, one for each cell, with the column's name and the cell's value. */
export const unpivotOperation = defineOperation('unpivot', {
  getReadColumns: ({ columns }) => columns,
  compile({ columns, nameColumn, valueColumn }, input) {
    const unpivotedColumns = [...new Set(columns)].map((column) => findColumn(input, column))
    const type = unpivotedColumns.map((column) => column.type).reduce(findCommonType)
    const otherColumns = input.columns.filter((column) => !unpivotedColumns.includes(column))
    const inputNames = unpivotedColumns.map((column) => column.name)
    const values = unpivotedColumns.map((column) =>
      column.type === type
        ? quoteIdentifier(column.name)
        : sql`CAST(${quoteIdentifier(column.name)} AS ${compileType(type)})`,
    )
    const columnNumber = quoteIdentifier('aw:number')
    const outputColumns = withNewColumns({ columns: otherColumns }, [
      {
        name: nameColumn,
        type: 'VARCHAR',
        value: sql`list_extract([${inputNames.map((unpivotedName) => sql`${unpivotedName}`)}], ${columnNumber})`,
        sources: inputNames,
      },
      { name: valueColumn, type, value: sql`list_extract([${values}], ${columnNumber})`, sources: inputNames },
    ])
    const columnCount = unpivotedColumns.length
    return {
      kind: 'table',
      rows: 'new',
      outputColumns,
      toSourceRow: (position) => sql`(${position} // ${columnCount})`,
      select(from) {
        const unnestedRows = sql`SELECT *, unnest(range(1, ${columnCount + 1})) AS ${columnNumber} FROM ${from}`
        const outputs = outputColumns.map(
          ({ column, value }) => sql`${value ?? quoteIdentifier(column.name)} AS ${quoteIdentifier(column.name)}`,
        )
        return sql`SELECT ${outputs}, CAST(${input.row} AS HUGEINT) * ${columnCount} + ${columnNumber} - 1 AS ${input.row} FROM (${unnestedRows})`
      },
    }
  },
})
