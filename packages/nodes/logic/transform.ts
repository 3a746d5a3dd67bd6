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
      title: 'Over',
      description: 'The whole value at once, or each row of a table.',
      labels: { value: 'The whole value', rows: 'Each row' },
    }),
  expression: z
    .string()
    .default('input')
    .meta({
      title: 'Expression',
      description:
        'What comes out, in JSONata, over input (over rows: row and index), earlier outputs by node id, variables and run.',
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
      description: 'What comes out over a value: JSON as it is, or a table of its objects. Rows always make a table.',
      labels: { json: 'JSON', table: 'A table' },
      when: { over: 'value' },
    }),
  columns: z
    .string()
    .default('')
    .meta({
      title: 'Columns',
      description: 'Of a table: the columns that come out, a name and a type a line. Empty: as the objects have them.',
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
/** More rows than these are no whole value. */
const mostRows = 10_000

/** Makes JSON or a table of a value by an expression. */
export const transformNode = defineNode({
  type: 'transform',
  version: 1,
  family: 'logic',
  title: 'Transform',
  description: 'Makes something else of a value or of each row, by a JSONata expression.',
  icon: 'braces',
  inputs: [anyIn],
  outputs: [valueOut],
  expressions: ['expression'],
  givenNames: ['input', 'row', 'index'],
  settings,
  ports: (given) => ({
    inputs: [given.over === 'rows' ? tableIn : anyIn],
    outputs: [makesTable(given) ? tableOut : valueOut],
  }),

  describe({ settings: given }) {
    const { columns, problems } = readColumns(given.columns)
    const table = columns.length > 0 ? { type: 'table' as const, columns } : { type: 'table' as const }
    return {
      outputs: makesTable(given) ? { table } : { value: { type: 'json' } },
      summary: given.expression.replaceAll(/\s+/g, ' ').trim().slice(0, 80),
      problems: [...checkExpression(given.expression, 'expression'), ...(makesTable(given) ? problems : [])],
    }
  },

  async run(args) {
    const { settings: given } = args
    if (!makesTable(given)) {
      const json = (await evaluate(args, { input: await wholeValue(args) })) ?? null
      return { outputs: { value: { kind: 'json', json } } }
    }
    const { columns, problems } = readColumns(given.columns)
    if (problems[0]) throw failedBy(problems[0], args.node)
    const input = args.inputs.input
    const like = input?.kind === 'table' ? input.table.columns : []
    const table = await collectRows(args, given.over === 'rows' ? eachRow(args) : whole(args), {
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

async function* whole(args: RunArguments<Settings>): AsyncGenerator<readonly Json[]> {
  yield listOf(await evaluate(args, { input: await wholeValue(args) }))
}

async function* eachRow(args: RunArguments<Settings>): AsyncGenerator<readonly Json[]> {
  const input = args.inputs.input
  if (input?.kind !== 'table') {
    const type = input ? typeText(input.kind) : message('node.no-value', {})
    throw failedBy(error('transform.no-table', { node: args.label, type }, { where: { port: 'input' } }), args.node)
  }
  for await (const { rows, first } of rowBatches(args, input.table)) {
    const made: Json[] = []
    for (const [at, row] of rows.entries()) made.push(...listOf(await evaluate(args, { row, index: first + at })))
    yield made
    args.progress(first + rows.length, input.table.rows, 'rows')
  }
}

/** A table as a list of its rows. */
async function wholeValue(args: RunArguments<Settings>): Promise<Json> {
  const input = args.inputs.input
  if (input?.kind !== 'table') return input ? ((readable(input) ?? null) as Json) : null
  if (input.table.rows > mostRows) {
    const params = { node: args.label, rows: input.table.rows, max: mostRows }
    throw failedBy(error('transform.too-many-rows', params, { where: { setting: 'over' } }), args.node)
  }
  const rows: Json[] = []
  for await (const batch of rowBatches(args, input.table)) rows.push(...batch.rows)
  return rows
}
