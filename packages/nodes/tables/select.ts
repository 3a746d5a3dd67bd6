import { message } from '@aw-flow/messages'
import { quoteIdentifier } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { z } from 'zod'
import { findColumns } from './column-names.ts'
import { defineTableNode, planRowwiseTable } from './table-node.ts'

const settings = z.strictObject({
  columns: z
    .array(z.string())
    .max(4000)
    .default([])
    .meta({
      title: 'Columns',
      description: 'Columns to keep, in output order, or to remove. Leave empty to keep all columns.',
      format: 'columns',
      examples: ['["name", "price"]'],
    }),
  how: z
    .enum(['keep', 'drop'])
    .default('keep')
    .meta({
      title: 'Action',
      description: 'Whether to keep or remove the listed columns.',
      labels: { keep: 'Keep', drop: 'Remove' },
    }),
})

/** Keeps the listed columns of a table in the listed order, or removes them. @internal */
export const selectNode = defineTableNode({
  type: 'select',
  version: 1,
  title: 'Select columns',
  description: 'Keeps the listed columns in the listed order, or removes them. Rows do not change.',
  icon: 'columns-3',
  settings,
  composes: true,
  summary: ({ columns, how }) => message('select.summary', { how: columns.length === 0 ? 'all' : how, columns }),

  plan({ columns: columnNames, how }, { table }) {
    const { columns } = table!
    const { columns: listedColumns, problems } = findColumns(columnNames, columns, 'columns')
    if (problems.length > 0) return { problems }
    const selectedColumns =
      columnNames.length === 0
        ? [...columns]
        : how === 'keep'
          ? listedColumns
          : columns.filter((column) => !listedColumns.includes(column))
    if (selectedColumns.length === 0) {
      return { problems: [error('select.no-columns', { count: columns.length }, { where: { setting: 'columns' } })] }
    }
    const cells = selectedColumns.map((column) => quoteIdentifier(column.name))
    return { outputs: { table: planRowwiseTable(selectedColumns, { cells, input: table! }) } }
  },
})
