import { name, sql } from '@aw-flow/engine'
import { error, info } from '@aw-flow/schema'
import { z } from 'zod'
import { rowExpression } from './row-expression.ts'
import { defineTableNode, rowsThrough } from './table-node.ts'

const settings = z.strictObject({
  column: z.string().default('computed').meta({
    title: 'Column',
    description: 'Name of the new column. An existing column of this name is replaced.',
  }),
  expression: z
    .string()
    .default('1')
    .meta({
      title: 'Expression',
      description: 'A JSONata expression over the columns of a row. Put a name with special characters in backticks.',
      format: 'row-expression',
      examples: ['price * amount', '$uppercase(name) & " (" & $string(year) & ")"', 'age >= 18 ? "adult" : "child"'],
    }),
})

/** Adds a column that is calculated from the others. @internal */
export const deriveColumnNode = defineTableNode({
  type: 'derive_column',
  version: 1,
  title: 'Compute column',
  description: 'Adds a column whose cells are calculated by an expression over the other cells of the row.',
  icon: 'square-function',
  settings,
  composes: true,
  summary: ({ column, expression }) => `${column} = ${expression.trim()}`,

  plan({ column: wanted, expression: text }, { table }) {
    const { columns } = table!
    const { expression, problems } = rowExpression(text, columns, 'expression')
    if (wanted.trim() === '') {
      problems.push(error('table.no-name', {}, { where: { setting: 'column' } }))
    }
    if (!expression || problems.length > 0) return { problems }
    const same = columns.find((column) => column.name.toLowerCase() === wanted.toLowerCase())
    const computed = { name: same?.name ?? wanted, type: expression.type }
    const value = sql`${expression.value} AS ${name(computed.name)}`
    const cells = columns.map((column) => (column === same ? value : name(column.name)))
    const after = same ? columns.map((column) => (column === same ? computed : column)) : [...columns, computed]
    const where = { setting: 'column', column: computed.name }
    const replaced = info('derive.replaces', { column: computed.name }, { where })
    return {
      outputs: { table: rowsThrough(after, { cells: same ? cells : [...cells, value], input: table! }) },
      problems: same ? [replaced] : [],
    }
  },
})
