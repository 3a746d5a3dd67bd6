import { message } from '@aw-flow/messages'
import { commonType, name, sql, typeSql } from '@aw-flow/engine'
import { error, info } from '@aw-flow/schema'
import { z } from 'zod'
import { chosenColumns, repeatedNames } from './column-names.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  columns: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Columns',
      description: 'Columns whose cells become rows. None: all columns that are not kept.',
      format: 'columns',
      examples: ['["2024", "2025"]'],
    }),
  keep: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Keep',
      description: 'Columns that are repeated in each new row. None: all other columns.',
      format: 'columns',
      examples: ['["country"]'],
    }),
  nameColumn: z.string().min(1).default('name').meta({
    title: 'Name column',
    description: 'New column for the column names.',
  }),
  valueColumn: z.string().min(1).default('value').meta({
    title: 'Value column',
    description: 'New column for the cells.',
  }),
  empty: z
    .enum(['keep', 'drop'])
    .default('keep')
    .meta({
      title: 'Empty cells',
      description: 'Whether an empty cell becomes a row.',
      labels: { keep: 'Keep', drop: 'Remove' },
    }),
})

/** Turns columns into rows (unpivot). @internal */
export const unpivotNode = defineTableNode({
  type: 'unpivot',
  version: 1,
  title: 'Columns to rows',
  description: 'Unpivots a table: each cell of the chosen columns becomes a row with the name of its column.',
  icon: 'list-tree',
  settings,
  composes: true,
  summary: ({ columns, nameColumn, valueColumn }) =>
    message('unpivot.summary', {
      columns: columns.length === 0 ? message('summary.all-columns', {}) : message('summary.columns', { columns }),
      name: nameColumn,
      value: valueColumn,
    }),

  plan({ columns: wanted, keep, nameColumn, valueColumn, empty }, { table }) {
    const { columns, from } = table!
    const turnedColumns = chosenColumns(wanted, columns, 'columns')
    const keptColumns = chosenColumns(keep, columns, 'keep')
    const problems = [...turnedColumns.problems, ...keptColumns.problems]
    if (problems.length > 0) return { problems }
    const turned =
      wanted.length > 0 ? turnedColumns.columns : columns.filter((column) => !keptColumns.columns.includes(column))
    const kept = keep.length > 0 ? keptColumns.columns : columns.filter((column) => !turned.includes(column))
    const both = kept.find((column) => turned.includes(column))
    if (both || turned.length === 0) {
      return {
        problems: [error('unpivot.columns', { column: both?.name ?? '' }, { where: { setting: 'columns' } })],
      }
    }
    const types = [...new Set(turned.map(({ type }) => type))]
    const type = types.reduce(commonType)
    if (types.length > 1) {
      const where = { setting: 'columns', column: valueColumn }
      problems.push(info('unpivot.widened', { types, column: valueColumn, type }, { where }))
    }
    const made = [...kept, { name: nameColumn, type: 'VARCHAR' }, { name: valueColumn, type }]
    problems.push(...repeatedNames(made, 'nameColumn'))
    if (problems.some(({ severity }) => severity === 'error')) return { problems }
    const names = turned.map((column) => sql`${column.name}`)
    const values = turned.map((column) =>
      column.type === type ? name(column.name) : sql`CAST(${name(column.name)} AS ${typeSql(type)})`,
    )
    const keptCells = kept.map((column) => name(column.name))
    const inner = sql`SELECT ${[
      ...keptCells,
      sql`unnest([${names}]) AS ${name(nameColumn)}`,
      sql`unnest([${values}]) AS ${name(valueColumn)}`,
    ]} FROM ${from}`
    const condition = empty === 'drop' ? sql` WHERE ${name(valueColumn)} IS NOT NULL` : sql``
    const shown = made.map((column) => name(column.name))
    return {
      outputs: {
        table: {
          columns: made,
          select: sql`SELECT ${shown} FROM (${inner})${condition}`,
        },
      },
      problems,
    }
  },
})
