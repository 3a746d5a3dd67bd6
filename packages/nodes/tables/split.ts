import { message } from '@aw-flow/messages'
import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Port, Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { compileRandomKey } from './random-key.ts'
import { createMissingColumnProblem } from './column-names.ts'
import { showSettingsWhen } from './settings-when.ts'
import { compileConditions, conditionSettings, describeConditions } from './row-condition.ts'
import { checkRowExpression } from './row-expression.ts'
import { defineTableNode, type TableInput } from './table-node.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { insertionSetting } from '../requests/insertion.ts'

const settings = z.strictObject({
  how: z
    .enum(['condition', 'share', 'value'])
    .default('condition')
    .meta({
      title: 'Method',
      description: 'How rows are assigned to outputs.',
      labels: { condition: 'By condition', share: 'By random fraction', value: 'By value' },
    }),
  ...showSettingsWhen({ how: 'condition' }, conditionSettings),
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta({
      title: 'Fraction',
      description: 'Fraction of rows in the random part, from 0 to 1, rounded to whole rows.',
      when: { how: 'share' },
    }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .meta({
      advanced: true,
      title: 'Seed',
      description: 'A different seed selects different rows.',
      when: { how: 'share' },
    }),
  column: z
    .string()
    .default('')
    .meta({
      title: 'Column',
      description: 'Column whose value selects the output.',
      format: 'column',
      when: { how: 'value' },
    }),
  values: z
    .array(z.string())
    .max(50)
    .default([])
    .meta({
      title: 'Values',
      description: 'One output per value. All other rows go to "Rest".',
      examples: ['["Berlin", "Oslo"]'],
      when: { how: 'value' },
    }),
  ...insertionSetting,
})
type Settings = z.output<typeof settings>

const inputs: Port[] = [{ name: 'table', type: 'table', label: 'Table', required: true }]
const createOutputPorts = ({ how, values }: Pick<Settings, 'how' | 'values'>): Port[] => [
  ...(how === 'value'
    ? [...new Set(values)].map((label, index): Port => ({ name: `value${index + 1}`, type: 'table', label }))
    : [{ name: 'match', type: 'table', label: how === 'share' ? 'Part' : 'Match' } satisfies Port]),
  { name: 'rest', type: 'table', label: 'Rest' },
]

/** Splits the rows of a table among several outputs. @internal */
export const splitNode = defineTableNode({
  type: 'split',
  version: 1,
  title: 'Split rows',
  description:
    'Splits rows by a condition, at random, or by the values of a column. Each row goes to exactly one output.',
  icon: 'split',
  inputs,
  outputs: createOutputPorts({ how: 'condition', values: [] }),
  ports: (config) => ({ inputs, outputs: createOutputPorts(config) }),
  settings,
  summary(config) {
    if (config.how === 'share') return message('split.share-summary', { share: config.share })
    if (config.how === 'value') {
      const column = config.column || message('summary.a-column', {})
      return message('split.value-summary', { column, values: config.values, count: config.values.length })
    }
    return message('split.condition-summary', { conditions: describeConditions(config) })
  },

  check: ({ how, expression }) => (how === 'condition' ? checkRowExpression(expression, 'expression') : []),

  plan(config, { table }) {
    const { columns, from } = table!
    const { conditions, problems } = compileOutputConditions(config, table!)
    if (problems.length > 0) return { problems }
    const cells = columns.map((column) => quoteIdentifier(column.name))
    const ports = createOutputPorts(config)
    const restCondition = conditions.length === 0 ? sql`TRUE` : sql`NOT (${join(conditions, ' OR ')})`
    const outputs = Object.fromEntries(
      ports.map((port, index) => [
        port.name,
        {
          columns: [...columns],
          select: sql`SELECT ${cells} FROM ${from} WHERE ${conditions[index] ?? restCondition}`,
        },
      ]),
    )
    return { outputs }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const splitNodeV1 = createEarlierVersion(splitNode, 1, settings)

/** Compiles a row condition for each output except `rest`. The SQL is never NULL. */
function compileOutputConditions(
  config: Settings,
  { columns, from, row, rows = 0 }: TableInput,
): { conditions: Sql[]; problems: Problem[] } {
  if (config.how === 'condition') {
    const { matches, problems } = compileConditions(config, columns)
    return { conditions: [sql`coalesce(${matches}, FALSE)`], problems }
  }
  if (config.how === 'share') {
    const count = Math.round(config.share * rows)
    const part = sql`SELECT ${row} FROM ${from} ORDER BY ${compileRandomKey(row, config.seed)}, ${row} LIMIT ${count}`
    return { conditions: [sql`${row} IN (${part})`], problems: [] }
  }
  const column = columns.find(({ name }) => name === config.column)
  if (!column) return { conditions: [], problems: [createMissingColumnProblem(config.column, columns, 'column')] }
  const text = sql`CAST(${quoteIdentifier(column.name)} AS VARCHAR)`
  const values = [...new Set(config.values)]
  return { conditions: values.map((item) => sql`coalesce(${text} = ${item}, FALSE)`), problems: [] }
}
