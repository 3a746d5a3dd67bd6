import { message } from '@aw-flow/messages'
import { defineNode, readable, type RunArguments, typeText } from '@aw-flow/engine'
import { error, type Json, type Port, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { failedBy } from '../failed-by.ts'
import { checkExpression } from './check-expression.ts'
import { collectRows } from './collect-rows.ts'
import { readColumns } from './declared-columns.ts'
import { rowBatches } from './row-batches.ts'

const settings = z.strictObject({
  over: z
    .enum(['value', 'rows'])
    .default('value')
    .meta({
      title: 'Apply to',
      description: 'The complete value at once, or each row of a table.',
      labels: { value: 'Complete value', rows: 'Each row' },
    }),
  expression: z
    .string()
    .default('input')
    .meta({
      title: 'Expression',
      description:
        'A JSONata expression for the output. It can use input (for each row: row and index), earlier outputs by node id, variables and run.',
      format: 'expression',
      examples: [
        'input.{"name": first & " " & last}',
        '$sum(input.amount)',
        '$merge([row, {"total": row.price * row.count}])',
      ],
    }),
  result: z
    .enum(['json', 'table'])
    .default('json')
    .meta({
      title: 'Result',
      description: 'JSON, or a table of the resulting objects. "Each row" always gives a table.',
      labels: { json: 'JSON', table: 'Table' },
      when: { over: 'value' },
    }),
  columns: z
    .string()
    .default('')
    .meta({
      title: 'Columns',
      description: 'Columns of the output table: a name and a type per line. Empty: detected from the objects.',
      format: 'multiline',
      examples: ['id BIGINT\nname VARCHAR'],
    }),
})
type Settings = z.output<typeof settings>

const tableIn: Port = { name: 'input', type: 'table', label: 'Input', required: true }
const anyIn: Port = { name: 'input', type: 'any', label: 'Input' }
const tableOut: Port = { name: 'table', type: 'table', label: 'Table' }
const valueOut: Port = { name: 'value', type: 'json', label: 'Value' }
const makesTable = ({ over, result }: Settings): boolean => over === 'rows' || result === 'table'
/** Maximum number of rows that are passed as one list. */
const maxRows = 10_000

/** Converts a value to JSON or to a table by an expression. @internal */
export const transformNode = defineNode({
  type: 'transform',
  version: 1,
  family: 'logic',
  title: 'Transform',
  description: 'Converts a value, or each row of a table, with a JSONata expression.',
  icon: 'braces',
  inputs: [anyIn],
  outputs: [valueOut],
  expressions: ['expression'],
  providedNames: ['input', 'row', 'index'],
  settings,
  ports: (config) => ({
    inputs: [config.over === 'rows' ? tableIn : anyIn],
    outputs: [makesTable(config) ? tableOut : valueOut],
  }),

  describe({ settings: config }) {
    const { columns, problems } = readColumns(config.columns)
    const table = columns.length > 0 ? { type: 'table' as const, columns } : { type: 'table' as const }
    return {
      outputs: makesTable(config) ? { table } : { value: { type: 'json' } },
      summary: config.expression.replaceAll(/\s+/g, ' ').trim().slice(0, 80),
      problems: [...checkExpression(config.expression, 'expression'), ...(makesTable(config) ? problems : [])],
    }
  },

  async run(args) {
    const { settings: config } = args
    if (!makesTable(config)) {
      const json = (await evaluate(args, { input: await completeValue(args) })) ?? null
      return { outputs: { value: { kind: 'json', json } } }
    }
    const { columns, problems } = readColumns(config.columns)
    if (problems[0]) throw failedBy(problems[0], args.node)
    const input = args.inputs.input
    const like = input?.kind === 'table' ? input.table.columns : []
    const table = await collectRows(args, config.over === 'rows' ? eachRow(args) : allAtOnce(args), {
      declared: columns,
      like,
      setting: 'expression',
    })
    return { outputs: { table: { kind: 'table', table } satisfies Value } }
  },
})

const evaluate = (args: RunArguments<Settings>, given: Record<string, unknown>): Promise<Json | undefined> =>
  args.evaluate(args.settings.expression, { setting: 'expression', given })

const listOf = (value: Json | undefined): Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.filter((one) => one !== null) : [value]

async function* allAtOnce(args: RunArguments<Settings>): AsyncGenerator<readonly Json[]> {
  yield listOf(await evaluate(args, { input: await completeValue(args) }))
}

async function* eachRow(args: RunArguments<Settings>): AsyncGenerator<readonly Json[]> {
  const input = args.inputs.input
  if (input?.kind !== 'table') {
    const type = input ? typeText(input.kind) : message('node.no-value', {})
    throw failedBy(error('transform.no-table', { node: args.label, type }, { where: { port: 'input' } }), args.node)
  }
  for await (const { rows, first } of rowBatches(args, input.table)) {
    const results: Json[] = []
    for (const [at, row] of rows.entries()) results.push(...listOf(await evaluate(args, { row, index: first + at })))
    yield results
    args.progress(first + rows.length, input.table.rows, 'rows')
  }
}

/** The input; a table as a list of its rows. */
async function completeValue(args: RunArguments<Settings>): Promise<Json> {
  const input = args.inputs.input
  if (input?.kind !== 'table') return input ? ((readable(input) ?? null) as Json) : null
  if (input.table.rows > maxRows) {
    const params = { node: args.label, rows: input.table.rows, max: maxRows }
    throw failedBy(error('transform.too-many-rows', params, { where: { setting: 'over' } }), args.node)
  }
  const rows: Json[] = []
  for await (const batch of rowBatches(args, input.table)) rows.push(...batch.rows)
  return rows
}
