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
      description: 'The columns whose cells become rows; none chosen: all that are not kept.',
      format: 'columns',
      examples: ['["2024", "2025"]'],
    }),
  keep: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Keep',
      description: 'The columns that are repeated in each new row; none chosen: all the others.',
      format: 'columns',
      examples: ['["country"]'],
    }),
  nameColumn: z.string().min(1).default('name').meta({
    title: 'Name column',
    description: 'The new column that holds the names of the columns.',
  }),
  valueColumn: z.string().min(1).default('value').meta({
    title: 'Value column',
    description: 'The new column that holds their cells.',
  }),
  empty: z.enum(['keep', 'drop']).default('keep').meta({
    title: 'Empty cells',
    description: 'keep: an empty cell becomes a row without a value. drop: it becomes none.',
  }),
})

/** Turns columns into rows. */
export const unpivotNode = defineTableNode({
  type: 'unpivot',
  version: 1,
  title: 'Columns to rows',
  description: 'Makes of each chosen cell of a row a row of its own, with the name of its column.',
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
    const turnedOnes = chosenColumns(wanted, columns, 'columns')
    const keptOnes = chosenColumns(keep, columns, 'keep')
    const problems = [...turnedOnes.problems, ...keptOnes.problems]
    if (problems.length > 0) return { problems }
    const turned = wanted.length > 0 ? turnedOnes.columns : columns.filter((one) => !keptOnes.columns.includes(one))
    const kept = keep.length > 0 ? keptOnes.columns : columns.filter((one) => !turned.includes(one))
    const both = kept.find((one) => turned.includes(one))
    if (both || turned.length === 0) {
      return {
        problems: [error('unpivot.columns', { column: both?.name ?? '' }, { where: { setting: 'columns' } })],
      }
    }
    const types = [...new Set(turned.map(({ type }) => type))]
    const type = types.reduce(commonType)
    if (types.length > 1) {
      problems.push(
        info(
          'unpivot.widened',
          { types, column: valueColumn, type },
          { where: { setting: 'columns', column: valueColumn } },
        ),
      )
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
    const there = empty === 'drop' ? sql` WHERE ${name(valueColumn)} IS NOT NULL` : sql``
    const shown = made.map((column) => name(column.name))
    return {
      outputs: {
        table: {
          columns: made,
          select: sql`SELECT ${shown} FROM (${inner})${there}`,
        },
      },
      problems,
    }
  },
})
