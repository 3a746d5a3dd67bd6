import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { z } from 'zod'
import { findColumns } from './column-names.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  by: z
    .array(
      z.strictObject({
        column: z.string().meta({ title: 'Column', description: 'Column to sort by.', format: 'column' }),
        direction: z
          .enum(['ascending', 'descending'])
          .default('ascending')
          .meta({
            title: 'Direction',
            description: 'Ascending: smallest first.',
            labels: { ascending: 'Ascending', descending: 'Descending' },
          }),
        empty: z
          .enum(['last', 'first'])
          .default('last')
          .meta({
            title: 'Empty cells',
            description: 'Where to place rows with an empty cell.',
            labels: { last: 'Last', first: 'First' },
          }),
      }),
    )
    .max(100)
    .default([])
    .meta({
      title: 'Sort by',
      description: 'Columns to sort by, in order of priority. Rows with equal values keep their order.',
      format: 'sort-keys',
      examples: ['[{"column": "price", "direction": "descending"}]'],
    }),
  ignoreCase: z
    .boolean()
    .default(false)
    .meta({ advanced: true, title: 'Ignore case', description: 'Whether to ignore case when comparing text.' }),
})

/** Sorts the rows of a table by one or more columns. @internal */
export const sortNode = defineTableNode({
  type: 'sort',
  version: 1,
  title: 'Sort rows',
  description: 'Sorts rows by one or more columns. Equal rows keep their order.',
  icon: 'arrow-down-up',
  settings,
  composes: true,
  summary: ({ by }) => message('sort.summary', { keys: by.map((key) => message('sort.key', key)), count: by.length }),

  plan({ by, ignoreCase }, { table }) {
    const { columns, from, row } = table!
    const { columns: sortColumns, problems } = findColumns(
      by.map((key) => key.column),
      columns,
      'by',
    )
    if (problems.length > 0) return { problems }
    const types = new Map(sortColumns.map((column) => [column.name, column.type]))
    const keys = by.map(({ column, direction, empty }): Sql => {
      const cell =
        ignoreCase && types.get(column) === 'VARCHAR' ? sql`lower(${quoteIdentifier(column)})` : quoteIdentifier(column)
      return sql`${cell} ${direction === 'ascending' ? sql`ASC` : sql`DESC`} NULLS ${empty === 'last' ? sql`LAST` : sql`FIRST`}`
    })
    const cells = columns.map((column) => quoteIdentifier(column.name))
    const order = keys.length === 0 ? sql`` : sql` ORDER BY ${[...keys, row]}`
    return { outputs: { table: { columns: [...columns], select: sql`SELECT ${cells} FROM ${from}${order}` } } }
  },
})
