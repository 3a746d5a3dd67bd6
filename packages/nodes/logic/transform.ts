import { message } from '@aw-flow/messages'
import { qualifyName, toReadableValue, type RunArguments, describePortType } from '@aw-flow/engine'
import { error, type Json, type Port, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { createNodeError } from '../create-node-error.ts'
import { checkExpression } from './check-expression.ts'
import { createEarlierVersion } from './create-earlier-version.ts'
import { collectRows } from './collect-rows.ts'
import { parseDeclaredColumns } from './parse-declared-columns.ts'
import { checkTableSize, readRowBatches } from './row-batches.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'

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
    .default('input.value')
    .meta({
      title: 'Expression',
      description:
        'JSONata expression that returns the output. It can use input.value (for each row: row and index), earlier outputs by node ID, variables and run.',
      format: 'expression',
      examples: [
        'input.value.{"name": first & " " & last}',
        '$sum(input.value.amount)',
        '$merge([row, {"total": row.price * row.count}])',
      ],
    }),
  result: z
    .enum(['json', 'table'])
    .default('json')
    .meta({
      title: 'Result',
      description: 'JSON, or a table of the resulting objects. "Each row" always produces a table.',
      labels: { json: 'JSON', table: 'Table' },
      when: { over: 'value' },
    }),
  columns: z
    .string()
    .default('')
    .meta({
      title: 'Columns',
      description: 'Columns of the output table. Leave empty to detect them from the objects.',
      format: 'multiline',
      contents: 'columns',
      examples: ['id BIGINT\nname VARCHAR'],
    }),
  ...insertionSetting,
})
type Settings = z.output<typeof settings>

const tableInput: Port = { name: 'input', type: 'table', label: 'Input', required: true }
const anyInput: Port = { name: 'input', type: 'any', label: 'Input' }
const tableOutput: Port = { name: 'table', type: 'table', label: 'Table' }
const valueOutput: Port = { name: 'value', type: 'json', label: 'Value' }
const returnsTable = ({ over, result }: Settings): boolean => over === 'rows' || result === 'table'
/** Maximum number of table rows that can be passed to the expression as one list. */
const maxRows = 10_000

/** Converts a value, or each row of a table, with a JSONata expression. Outputs JSON or a table. @internal */
export const transformNode = escapeInsertions({
  type: 'transform',
  version: 2,
  assumedVersion: 1,
  family: 'logic',
  title: 'Transform',
  description: 'Converts a value, or each row of a table, with a JSONata expression.',
  icon: 'braces',
  inputs: [anyInput],
  outputs: [valueOutput],
  expressions: ['expression'],
  providedNames: ['input', 'row', 'index'],
  settings,
  // In version 1, `input` was the value itself.
  migrate: (config, _version, isAssumed) =>
    typeof config.expression === 'string' && config.over !== 'rows'
      ? {
          ...config,
          expression: qualifyName(config.expression, 'input', 'input.value', isAssumed ? 'value' : undefined),
        }
      : config,
  ports: (config) => ({
    inputs: [config.over === 'rows' ? tableInput : anyInput],
    outputs: [returnsTable(config) ? tableOutput : valueOutput],
  }),

  describe({ settings: config }) {
    const { columns, problems } = parseDeclaredColumns(config.columns)
    const table = columns.length > 0 ? { type: 'table' as const, columns } : { type: 'table' as const }
    return {
      outputs: returnsTable(config) ? { table } : { value: { type: 'json' } },
      summary: config.expression.replaceAll(/\s+/g, ' ').trim().slice(0, 80),
      problems: [...checkExpression(config.expression, 'expression'), ...(returnsTable(config) ? problems : [])],
    }
  },

  async run(args) {
    const { settings: config } = args
    if (!returnsTable(config)) {
      const json = (await evaluate(args, { input: { value: await readCompleteValue(args) } })) ?? null
      return { outputs: { value: { kind: 'json', json } } }
    }
    const { columns, problems } = parseDeclaredColumns(config.columns)
    if (problems[0]) throw createNodeError(problems[0], args.node)
    const input = args.inputs.input
    const sourceColumns = input?.kind === 'table' ? input.table.columns : []
    const table = await collectRows(args, config.over === 'rows' ? transformRows(args) : transformValue(args), {
      declaredColumns: columns,
      sourceColumns,
      setting: 'expression',
    })
    return { outputs: { table: { kind: 'table', table } satisfies Value } }
  },
})

/** Version 2, for runs that started with it. It inserts values unchanged. @internal */
export const transformNodeV2 = createEarlierVersion(transformNode, 2, settings)

/** Version 1, for runs that started with it. In this version, `input` is the value itself. @internal */
export const transformNodeV1 = createEarlierVersion(
  transformNode,
  1,
  settings.extend({ expression: settings.shape.expression.removeDefault().default('input') }),
)

const evaluate = (args: RunArguments<Settings>, extraValues: Record<string, unknown>): Promise<Json | undefined> =>
  args.evaluate(args.settings.expression, { setting: 'expression', extraValues })

const toList = (value: Json | undefined): Json[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value.filter((item) => item !== null) : [value]

async function* transformValue(args: RunArguments<Settings>): AsyncGenerator<readonly Json[]> {
  yield toList(await evaluate(args, { input: { value: await readCompleteValue(args) } }))
}

async function* transformRows(args: RunArguments<Settings>): AsyncGenerator<readonly Json[]> {
  const input = args.inputs.input
  if (input?.kind !== 'table') {
    const type = input ? describePortType(input.kind) : message('node.no-value', {})
    throw createNodeError(
      error('transform.no-table', { node: args.label, type }, { where: { port: 'input' } }),
      args.node,
    )
  }
  for await (const { rows, firstRow } of readRowBatches(args, input.table)) {
    // Results are yielded row by row, because they can be large.
    for (const [index, row] of rows.entries()) yield toList(await evaluate(args, { row, index: firstRow + index }))
    args.reportProgress(firstRow + rows.length, input.table.rows, 'rows')
  }
}

/** Returns the input value. A table is converted to a list of rows. */
async function readCompleteValue(args: RunArguments<Settings>): Promise<Json> {
  const input = args.inputs.input
  if (input?.kind !== 'table') return input ? ((toReadableValue(input) ?? null) as Json) : null
  if (input.table.rows > maxRows) {
    const params = { node: args.label, rows: input.table.rows, max: maxRows }
    throw createNodeError(error('transform.too-many-rows', params, { where: { setting: 'over' } }), args.node)
  }
  await checkTableSize(args, input.table)
  const rows: Json[] = []
  for await (const batch of readRowBatches(args, input.table)) rows.push(...batch.rows)
  return rows
}
