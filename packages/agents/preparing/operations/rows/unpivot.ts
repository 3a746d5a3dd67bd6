import { commonType, name, sql, typeSql } from '@aw-flow/engine'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'

export const unpivotOperation = defineOperation('unpivot', {
  reads: ({ columns }) => columns,
  compile({ columns, nameColumn, valueColumn }, stage) {
    const unpivoted = [...new Set(columns)].map((column) => columnOf(stage, column))
    const type = unpivoted.map((column) => column.type).reduce(commonType)
    const rest = stage.columns.filter((column) => !unpivoted.includes(column))
    const of = unpivoted.map((column) => column.name)
    const values = unpivoted.map((column) =>
      column.type === type ? name(column.name) : sql`CAST(${name(column.name)} AS ${typeSql(type)})`,
    )
    const number = name('aw:number')
    const cells = withNewCells({ columns: rest }, [
      {
        name: nameColumn,
        type: 'VARCHAR',
        value: sql`list_extract([${of.map((unpivotedName) => sql`${unpivotedName}`)}], ${number})`,
        of,
      },
      { name: valueColumn, type, value: sql`list_extract([${values}], ${number})`, of },
    ])
    const width = unpivoted.length
    return {
      kind: 'table',
      rows: 'new',
      cells,
      sourceRowOf: (place) => sql`(${place} // ${width})`,
      select(from) {
        const each = sql`SELECT *, unnest(range(1, ${width + 1})) AS ${number} FROM ${from}`
        const outputs = cells.map(({ column, value }) => sql`${value ?? name(column.name)} AS ${name(column.name)}`)
        return sql`SELECT ${outputs}, CAST(${stage.row} AS HUGEINT) * ${width} + ${number} - 1 AS ${stage.row} FROM (${each})`
      },
    }
  },
})
