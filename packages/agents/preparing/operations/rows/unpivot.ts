import { commonType, name, sql, typeSql } from '@aw-flow/engine'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'

export const unpivotOperation = defineOperation('unpivot', {
  reads: ({ columns }) => columns,
  compile({ columns, nameColumn, valueColumn }, stage) {
    const unpivoted = [...new Set(columns)].map((one) => columnOf(stage, one))
    const type = unpivoted.map((one) => one.type).reduce(commonType)
    const rest = stage.columns.filter((one) => !unpivoted.includes(one))
    const of = unpivoted.map((one) => one.name)
    const values = unpivoted.map((one) =>
      one.type === type ? name(one.name) : sql`CAST(${name(one.name)} AS ${typeSql(type)})`,
    )
    const number = name('aw:number')
    const cells = withNewCells({ columns: rest }, [
      { name: nameColumn, type: 'VARCHAR', value: sql`list_extract([${of.map((one) => sql`${one}`)}], ${number})`, of },
      { name: valueColumn, type, value: sql`list_extract([${values}], ${number})`, of },
    ])
    const width = unpivoted.length
    return {
      kind: 'table',
      rows: 'made',
      cells,
      sourceRowOf: (place) => sql`(${place} // ${width})`,
      select(from) {
        const each = sql`SELECT *, unnest(range(1, ${width + 1})) AS ${number} FROM ${from}`
        const made = cells.map(({ column, value }) => sql`${value ?? name(column.name)} AS ${name(column.name)}`)
        return sql`SELECT ${made}, CAST(${stage.row} AS HUGEINT) * ${width} + ${number} - 1 AS ${stage.row} FROM (${each})`
      },
    }
  },
})
