import { message } from '@aw-flow/messages'
import { join, name, sql, type Sql } from '@aw-flow/engine'
import type { Port, Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { chance } from './chance.ts'
import { missingColumn } from './column-names.ts'
import { settingsWhen } from './settings-when.ts'
import { compileConditions, conditionSettings, describeConditions } from './row-condition.ts'
import { defineTableNode, type TableInput } from './table-node.ts'

const settings = z.strictObject({
  how: z.enum(['condition', 'share', 'value']).default('condition').meta({
    title: 'How',
    description:
      'condition: rows that meet it, and the rest. share: a part by chance, and the rest. value: one output a value.',
  }),
  ...settingsWhen({ how: 'condition' }, conditionSettings),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta({
      title: 'Share',
      description: 'How large the part is, from 0 to 1, rounded to whole rows; counts for share only.',
      when: { how: 'share' },
    }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .meta({
      title: 'Seed',
      description: 'Another number gives another part; counts for share only.',
      when: { how: 'share' },
    }),
  column: z
    .string()
    .default('')
    .meta({
      title: 'Column',
      description: 'The column whose values decide; counts for value only.',
      format: 'column',
      when: { how: 'value' },
    }),
  values: z
    .array(z.string())
    .max(50)
    .default([])
    .meta({
      title: 'Values',
      description: 'One output for each, as the cell is written; every other row goes on at "rest".',
      examples: ['["Berlin", "Oslo"]'],
      when: { how: 'value' },
    }),
})
type Settings = z.output<typeof settings>

const inputs: Port[] = [{ name: 'table', type: 'table', label: 'Table', required: true }]
const outputsOf = ({ how, values }: Pick<Settings, 'how' | 'values'>): Port[] => [
  ...(how === 'value'
    ? [...new Set(values)].map((label, index): Port => ({ name: `value${index + 1}`, type: 'table', label }))
    : [{ name: 'match', type: 'table', label: how === 'share' ? 'Part' : 'Match' } satisfies Port]),
  { name: 'rest', type: 'table', label: 'Rest' },
]

/** Parts the rows of a table: each goes on at exactly one output. */
export const splitNode = defineTableNode({
  type: 'split',
  version: 1,
  title: 'Split rows',
  description:
    'Parts the rows by a condition, by chance or by the values of a column; each row goes on at exactly one output.',
  icon: 'split',
  inputs,
  outputs: outputsOf({ how: 'condition', values: [] }),
  ports: (own) => ({ inputs, outputs: outputsOf(own) }),
  settings,
  summary(own) {
    if (own.how === 'share') return message('split.share-summary', { share: own.share })
    if (own.how === 'value') {
      const column = own.column || message('summary.a-column', {})
      return message('split.value-summary', { column, values: own.values, count: own.values.length })
    }
    return message('split.condition-summary', { conditions: describeConditions(own) })
  },

  plan(own, { table }) {
    const { columns, from } = table!
    const { ways, problems } = waysOf(own, table!)
    if (problems.length > 0) return { problems }
    const cells = columns.map((column) => name(column.name))
    const ports = outputsOf(own)
    const rest = ways.length === 0 ? sql`TRUE` : sql`NOT (${join(ways, ' OR ')})`
    const outputs = Object.fromEntries(
      ports.map((port, index) => [
        port.name,
        { columns: [...columns], select: sql`SELECT ${cells} FROM ${from} WHERE ${ways[index] ?? rest}` },
      ]),
    )
    return { outputs }
  },
})

/** For each output but the rest: the rows that go there, as SQL that is never NULL. */
function waysOf(own: Settings, { columns, from, row, rows = 0 }: TableInput): { ways: Sql[]; problems: Problem[] } {
  if (own.how === 'condition') {
    const { isMeant, problems } = compileConditions(own, columns)
    return { ways: [sql`coalesce(${isMeant}, FALSE)`], problems }
  }
  if (own.how === 'share') {
    const count = Math.round(own.share * rows)
    const part = sql`SELECT ${row} FROM ${from} ORDER BY ${chance(row, own.seed)}, ${row} LIMIT ${count}`
    return { ways: [sql`${row} IN (${part})`], problems: [] }
  }
  const column = columns.find((one) => one.name === own.column)
  if (!column) return { ways: [], problems: [missingColumn(own.column, columns, 'column')] }
  const text = sql`CAST(${name(column.name)} AS VARCHAR)`
  return { ways: [...new Set(own.values)].map((one) => sql`coalesce(${text} = ${one}, FALSE)`), problems: [] }
}
