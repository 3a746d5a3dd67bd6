import { getColumnTypeKey, message } from '@aw-flow/messages'
import { findCommonType, quoteIdentifier, sql, compileType } from '@aw-flow/engine'
import { error, info } from '@aw-flow/schema'
import { z } from 'zod'
import { findColumns, checkDuplicateNames } from './column-names.ts'
import { defineTableNode } from './table-node.ts'

const settings = z.strictObject({
  columns: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Columns',
      description: 'Columns whose cells become rows. Leave empty for all columns that are not kept.',
      format: 'columns',
      examples: ['["2024", "2025"]'],
    }),
  keep: z
    .array(z.string())
    .max(1000)
    .default([])
    .meta({
      title: 'Keep',
      description: 'Columns to repeat in each new row. Leave empty for all other columns.',
      format: 'columns',
      examples: ['["country"]'],
    }),
  nameColumn: z.string().min(1).default('name').meta({
    title: 'Name column',
    description: 'Name of the new column for the column names.',
  }),
  valueColumn: z.string().min(1).default('value').meta({
    title: 'Value column',
    description: 'Name of the new column for the cells.',
  }),
  empty: z
    .enum(['keep', 'drop'])
    .default('keep')
    .meta({
      title: 'Empty cells',
      description: 'Whether empty cells become rows.',
      labels: { keep: 'Keep', drop: 'Remove' },
    }),
})

/** Unpivots a table: turns the cells of columns into rows. @internal */
export const unpivotNode = defineTableNode({
  type: 'unpivot',
  version: 1,
  title: 'Unpivot',
  description: 'Unpivots a table: each cell of the selected columns becomes a row with its column name.',
  icon: 'list-tree',
  settings,
  composes: true,
  summary: ({ columns, nameColumn, valueColumn }) =>
    message('unpivot.summary', {
      columns: columns.length === 0 ? message('summary.all-columns', {}) : message('summary.columns', { columns }),
      name: nameColumn,
      value: valueColumn,
    }),

  plan({ columns: columnNames, keep, nameColumn, valueColumn, empty }, { table }) {
    const { columns, from } = table!
    const unpivotedSelection = findColumns(columnNames, columns, 'columns')
    const keptSelection = findColumns(keep, columns, 'keep')
    const problems = [...unpivotedSelection.problems, ...keptSelection.problems]
    if (problems.length > 0) return { problems }
    const unpivotedColumns =
      columnNames.length > 0
        ? unpivotedSelection.columns
        : columns.filter((column) => !keptSelection.columns.includes(column))
    const keptColumns =
      keep.length > 0 ? keptSelection.columns : columns.filter((column) => !unpivotedColumns.includes(column))
    const overlap = keptColumns.find((column) => unpivotedColumns.includes(column))
    if (overlap || unpivotedColumns.length === 0) {
      return {
        problems: [error('unpivot.columns', { column: overlap?.name ?? '' }, { where: { setting: 'columns' } })],
      }
    }
    const types = [...new Set(unpivotedColumns.map(({ type }) => type))]
    const type = types.reduce(findCommonType)
    // Types with the same display name, such as `INTEGER` and `BIGINT`, are not reported.
    if (new Set(types.map(getColumnTypeKey)).size > 1) {
      const where = { setting: 'columns', column: valueColumn }
      problems.push(info('unpivot.widened', { types, column: valueColumn, type }, { where }))
    }
    const outputColumns = [...keptColumns, { name: nameColumn, type: 'VARCHAR' }, { name: valueColumn, type }]
    problems.push(...checkDuplicateNames(outputColumns, 'nameColumn'))
    if (problems.some(({ severity }) => severity === 'error')) return { problems }
    const names = unpivotedColumns.map((column) => sql`${column.name}`)
    const values = unpivotedColumns.map((column) =>
      column.type === type
        ? quoteIdentifier(column.name)
        : sql`CAST(${quoteIdentifier(column.name)} AS ${compileType(type)})`,
    )
    const keptCells = keptColumns.map((column) => quoteIdentifier(column.name))
    const unnestedRows = sql`SELECT ${[
      ...keptCells,
      sql`unnest([${names}]) AS ${quoteIdentifier(nameColumn)}`,
      sql`unnest([${values}]) AS ${quoteIdentifier(valueColumn)}`,
    ]} FROM ${from}`
    const condition = empty === 'drop' ? sql` WHERE ${quoteIdentifier(valueColumn)} IS NOT NULL` : sql``
    const outputCells = outputColumns.map((column) => quoteIdentifier(column.name))
    return {
      outputs: {
        table: {
          columns: outputColumns,
          select: sql`SELECT ${outputCells} FROM (${unnestedRows})${condition}`,
        },
      },
      problems,
    }
  },
})
