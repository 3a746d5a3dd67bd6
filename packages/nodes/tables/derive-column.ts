import { quoteIdentifier, sql } from '@aw-flow/engine'
import { error, info } from '@aw-flow/schema'
import { z } from 'zod'
import { checkRowExpression, toRowExpression } from './row-expression.ts'
import { defineTableNode, planRowwiseTable } from './table-node.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { insertionSetting } from '../requests/insertion.ts'

const settings = z.strictObject({
  column: z.string().default('computed').meta({
    title: 'Column',
    description: 'Name of the new column. An existing column with this name is replaced.',
  }),
  expression: z
    .string()
    .default('1')
    .meta({
      title: 'Expression',
      description:
        'A JSONata expression over the columns of a row. Enclose column names that contain special characters in backticks.',
      format: 'row-expression',
      examples: ['price * amount', '$uppercase(name) & " (" & $string(year) & ")"', 'age >= 18 ? "adult" : "child"'],
    }),
  ...insertionSetting,
})

/** Adds a column that is computed from the other columns. @internal */
export const deriveColumnNode = defineTableNode({
  type: 'derive_column',
  version: 1,
  title: 'Compute column',
  description: 'Adds a column that is calculated from the other cells of each row.',
  icon: 'square-function',
  settings,
  composes: true,
  summary: ({ column, expression }) => `${column} = ${expression.trim()}`,

  check: ({ expression }) => checkRowExpression(expression, 'expression'),

  plan({ column: newName, expression: text }, { table }) {
    const { columns } = table!
    const { expression, problems } = toRowExpression(text, columns, 'expression')
    if (newName.trim() === '') {
      problems.push(error('table.unnamed-column', {}, { where: { setting: 'column' } }))
    }
    if (!expression || problems.length > 0) return { problems }
    const existingColumn = columns.find((column) => column.name.toLowerCase() === newName.toLowerCase())
    const computedColumn = { name: existingColumn?.name ?? newName, type: expression.type }
    const value = sql`${expression.value} AS ${quoteIdentifier(computedColumn.name)}`
    const cells = columns.map((column) => (column === existingColumn ? value : quoteIdentifier(column.name)))
    const outputColumns = existingColumn
      ? columns.map((column) => (column === existingColumn ? computedColumn : column))
      : [...columns, computedColumn]
    const where = { setting: 'column', column: computedColumn.name }
    const note = info('derive.replaces', { column: computedColumn.name }, { where })
    return {
      outputs: {
        table: planRowwiseTable(outputColumns, { cells: existingColumn ? cells : [...cells, value], input: table! }),
      },
      problems: existingColumn ? [note] : [],
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const deriveColumnNodeV1 = createEarlierVersion(deriveColumnNode, 1, settings)
