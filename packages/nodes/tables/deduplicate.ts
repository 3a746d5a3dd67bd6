import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql } from '@aw-flow/engine'
import { z } from 'zod'
import { findColumns } from './column-names.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  columns: z
    .array(z.string())
    .max(4000)
    .default([])
    .meta({
      title: 'Columns',
      description:
        'Rows with equal values in these columns are duplicates. Leave empty to compare all columns. Empty cells count as equal.',
      format: 'columns',
      examples: ['["email"]'],
    }),
  keep: z
    .enum(['first', 'last'])
    .default('first')
    .meta({
      title: 'Keep',
      description: 'Which duplicate to keep.',
      labels: { first: 'First', last: 'Last' },
    }),
  ignoreCase: z.boolean().default(false).meta({
    advanced: true,
    title: 'Ignore case',
    description: 'Whether to ignore case and surrounding spaces when comparing text.',
  }),
})

/** Keeps one row of each set of duplicates. @internal */
export const deduplicateNode = defineTableNode({
  type: 'deduplicate',
  version: 1,
  title: 'Remove duplicates',
  description: 'Keeps the first or last row of each set of duplicates. The order of rows does not change.',
  icon: 'copy-minus',
  settings,
  summary: ({ columns, keep }) => message('deduplicate.summary', { keep, columns, count: columns.length }),

  plan({ columns: columnNames, keep, ignoreCase }, { table }) {
    const { columns, from, row } = table!
    const { columns: selectedColumns, problems } = findColumns(columnNames, columns, 'columns')
    if (problems.length > 0) return { problems }
    const keys = (columnNames.length === 0 ? columns : selectedColumns).map(({ name: column, type }) =>
      ignoreCase && type === 'VARCHAR' ? sql`lower(trim(${quoteIdentifier(column)}))` : quoteIdentifier(column),
    )
    const rowToKeep = keep === 'first' ? sql`min(${row})` : sql`max(${row})`
    const cells = columns.map((column) => quoteIdentifier(column.name))
    const select = sql`SELECT ${cells} FROM ${from} WHERE ${row} IN (SELECT ${rowToKeep} FROM ${from} GROUP BY ${keys}) ORDER BY ${row}`
    return { outputs: { table: { columns: [...columns], select } } }
  },
})
