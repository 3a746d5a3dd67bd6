import { message } from '@aw-flow/messages'
import { name, sql, type Sql } from '@aw-flow/engine'
import { z } from 'zod'
import { chosenColumns } from './column-names.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  by: z
    .array(
      z.strictObject({
        column: z.string().meta({ title: 'Column', description: 'The column.', format: 'column' }),
        direction: z
          .enum(['ascending', 'descending'])
          .default('ascending')
          .meta({ title: 'Direction', description: 'ascending: the smallest first.' }),
        empty: z
          .enum(['last', 'first'])
          .default('last')
          .meta({ title: 'Empty cells', description: 'Where rows stand whose cell is empty.' }),
      }),
    )
    .max(100)
    .default([])
    .meta({
      title: 'By',
      description: 'The columns that decide, the first before the others; rows that are equal in all keep their order.',
      format: 'sort-keys',
      examples: ['[{"column": "price", "direction": "descending"}]'],
    }),
  ignoreCase: z.boolean().default(false).meta({
    title: 'Ignore case',
    description: 'Whether small and capital letters of texts count as equal.',
  }),
})

/** Puts the rows of a table in an order. */
export const sortNode = defineTableNode({
  type: 'sort',
  version: 1,
  title: 'Sort rows',
  description: 'Puts rows in the order of one or more columns. Equal rows keep the order that they had.',
  icon: 'arrow-down-up',
  settings,
  composes: true,
  summary: ({ by }) => message('sort.summary', { keys: by.map((key) => message('sort.key', key)), count: by.length }),

  plan({ by, ignoreCase }, { table }) {
    const { columns, from, row } = table!
    const { columns: chosen, problems } = chosenColumns(
      by.map((key) => key.column),
      columns,
      'by',
    )
    if (problems.length > 0) return { problems }
    const types = new Map(chosen.map((column) => [column.name, column.type]))
    const keys = by.map(({ column, direction, empty }): Sql => {
      const cell = ignoreCase && types.get(column) === 'VARCHAR' ? sql`lower(${name(column)})` : name(column)
      return sql`${cell} ${direction === 'ascending' ? sql`ASC` : sql`DESC`} NULLS ${empty === 'last' ? sql`LAST` : sql`FIRST`}`
    })
    const cells = columns.map((column) => name(column.name))
    const order = keys.length === 0 ? sql`` : sql` ORDER BY ${[...keys, row]}`
    return { outputs: { table: { columns: [...columns], select: sql`SELECT ${cells} FROM ${from}${order}` } } }
  },
})
