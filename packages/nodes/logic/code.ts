import { message } from '@aw-flow/messages'
import {
  CodeError,
  NodeError,
  toReadableValue,
  type RunArguments,
  type Sandbox,
  describePortType,
} from '@aw-flow/engine'
import { error, defined, type Json, type Port, type Problem, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { createNodeError } from '../create-node-error.ts'
import { parseDeclaredColumns } from './parse-declared-columns.ts'
import { createEarlierVersion } from './create-earlier-version.ts'
import { collectRows } from './collect-rows.ts'
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
  code: z
    .string()
    .default('return input.value')
    .meta({
      title: 'Code',
      description:
        'Body of a JavaScript function. It can use input.value (complete value), or row and index (each row), and returns the output.',
      format: 'javascript',
      examples: ['return { ...row, total: row.price * row.count }', 'return input.value.filter((item) => item.open)'],
    }),
  columns: z
    .string()
    .default('')
    .meta({
      title: 'Columns',
      description: 'Output columns for "Each row". Leave empty to detect them from the rows.',
      format: 'multiline',
      contents: 'columns',
      examples: ['id BIGINT\nname VARCHAR\nday DATE'],
    }),
  timeLimit: z
    .number()
    .positive()
    .max(3_600)
    .default(10)
    .meta({ advanced: true, title: 'Timeout (seconds)', description: 'Code that runs longer is stopped.' }),
  memoryLimit: z
    .number()
    .int()
    .min(1)
    .max(1_024)
    .default(128)
    .meta({ advanced: true, title: 'Memory limit (MB)', description: 'Code that needs more memory is stopped.' }),
  ...insertionSetting,
})
type Settings = z.output<typeof settings>

const tableInput: Port = { name: 'input', type: 'table', label: 'Input', required: true }
const anyInput: Port = { name: 'input', type: 'any', label: 'Input' }
const tableOutput: Port = { name: 'table', type: 'table', label: 'Table' }
const valueOutput: Port = { name: 'value', type: 'json', label: 'Value' }
/** Maximum number of table rows that can be passed to the code as one list. */
const maxRows = 10_000

/** Runs user-provided JavaScript in a sandbox that has no access to its environment. @internal */
export const codeNode = escapeInsertions({
  type: 'code',
  version: 2,
  assumedVersion: 1,
  family: 'logic',
  title: 'Code',
  description: 'Runs JavaScript on a value or on each row of a table, in an isolated sandbox.',
  icon: 'code',
  inputs: [anyInput],
  outputs: [valueOutput],
  // The value of a placeholder would be executed as code.
  verbatim: ['code'],
  settings,
  // In version 1, `input` was the value itself.
  migrate: (config, _version, isAssumed) =>
    typeof config.code === 'string' &&
    config.over !== 'rows' &&
    config.code.includes('input') &&
    !(isAssumed && readsOnlyFirstInput(config.code))
      ? { ...config, code: `input = input.value; ${config.code}` }
      : config,
  ports: ({ over }) =>
    over === 'rows' ? { inputs: [tableInput], outputs: [tableOutput] } : { inputs: [anyInput], outputs: [valueOutput] },

  describe({ settings: config }) {
    const { columns, problems } = parseDeclaredColumns(config.columns)
    const table = columns.length > 0 ? { type: 'table' as const, columns } : { type: 'table' as const }
    const lineCount = config.code.split('\n').filter((line) => line.trim() !== '').length
    return {
      outputs: config.over === 'rows' ? { table } : { value: { type: 'json' } },
      summary: message('code.summary', { lines: lineCount, over: config.over }),
      problems: config.over === 'rows' ? problems : [],
    }
  },

  async run(args) {
    const { settings: config, node, label } = args
    if (!args.sandbox) {
      throw createNodeError(error('code.no-sandbox', { node: label }), node)
    }
    const { sandbox } = args
    return config.over === 'rows'
      ? convertCodeErrors(args, () => applyToRows(args, sandbox))
      : applyToValue(args, sandbox)
  },
})

/** Version 2, for runs that started with it. It inserts values unchanged. @internal */
export const codeNodeV2 = createEarlierVersion(codeNode, 2, settings)

/** Returns whether code reads `input` only as `input.value`, as documented for version 2. */
const readsOnlyFirstInput = (code: string): boolean =>
  !/(?<![\w$.])input(?![\w$])(?!\s*\??\.\s*value(?![\w$]))/.test(code)

/** Version 1, for runs that started with it. In this version, `input` is the value itself. @internal */
export const codeNodeV1 = createEarlierVersion(
  codeNode,
  1,
  settings.extend({ code: settings.shape.code.removeDefault().default('return input') }),
)

/** Calls `work` and converts errors in the user's code to node errors. */
async function convertCodeErrors<Outcome>(
  { label, node }: Pick<RunArguments<Settings>, 'label' | 'node'>,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof CodeError) throw createNodeError(createCodeProblem(cause, label), node, cause)
    throw cause
  }
}

function openProgram(args: RunArguments<Settings>, sandbox: Sandbox) {
  const { code, over, timeLimit, memoryLimit } = args.settings
  const usesDate = /\bDate\b/.test(code)
  const usesRandom = /\brandom\b/.test(code)
  return sandbox.open({
    code,
    over,
    // Code that uses neither dates nor random numbers returns equal results for equal inputs, so its result can be
    // reused.
    now: usesDate ? args.clock.now() : 0,
    seed: usesRandom ? args.seed : 0,
    limits: { ms: timeLimit * 1000, memoryBytes: memoryLimit * 2 ** 20 },
    signal: args.signal,
    onLog: args.log,
  })
}

async function applyToValue(args: RunArguments<Settings>, sandbox: Sandbox) {
  const value = await readCompleteValue(args, args.inputs.input)
  const json = await args.effect(
    'code',
    { code: args.settings.code, key: args.key },
    // The effect records the failure, so a resumed run fails with the same error.
    () =>
      convertCodeErrors(args, async () => {
        const program = await openProgram(args, sandbox)
        try {
          return await program.call({ value })
        } finally {
          await program.close()
        }
      }),
    { unknownOutcome: 'retry' },
  )
  return { outputs: { value: { kind: 'json', json } satisfies Value } }
}

/** Returns the value to pass to the code. A table is converted to a list of rows. */
async function readCompleteValue(args: RunArguments<Settings>, value: Value | undefined): Promise<Json> {
  if (value?.kind !== 'table') return value ? ((toReadableValue(value) ?? null) as Json) : null
  if (value.table.rows > maxRows) {
    const where = { setting: 'over', node: args.node }
    const params = { node: args.label, rows: value.table.rows, max: maxRows }
    throw new NodeError('permanent', error('code.too-many-rows', params, { where }))
  }
  await checkTableSize(args, value.table)
  const rows: Json[] = []
  for await (const batch of readRowBatches(args, value.table)) rows.push(...batch.rows)
  return rows
}

async function applyToRows(args: RunArguments<Settings>, sandbox: Sandbox) {
  const input = args.inputs.input
  if (input?.kind !== 'table') {
    const type = input ? describePortType(input.kind) : message('node.no-value', {})
    throw createNodeError(error('code.no-table', { node: args.label, type }, { where: { port: 'input' } }), args.node)
  }
  const { columns, problems } = parseDeclaredColumns(args.settings.columns)
  if (problems[0]) throw createNodeError(problems[0], args.node)
  const program = await openProgram(args, sandbox)
  try {
    const runBatches = async function* (): AsyncGenerator<readonly Json[]> {
      for await (const { rows, firstRow } of readRowBatches(args, input.table)) {
        yield (await program.call(rows, firstRow)) as Json[]
        args.reportProgress(firstRow + rows.length, input.table.rows, 'rows')
      }
    }
    const table = await collectRows(args, runBatches(), {
      declaredColumns: columns,
      sourceColumns: input.table.columns,
      setting: 'code',
    })
    return { outputs: { table: { kind: 'table', table } satisfies Value } }
  } finally {
    await program.close()
  }
}

function createCodeProblem({ code, detail, line, column }: CodeError, label: string): Problem {
  const position =
    line === undefined
      ? ''
      : column === undefined
        ? message('code.line', { line })
        : message('code.line-column', { line, column })
  const where = defined({ setting: 'code', line })
  return error(code, { node: label, place: position, detail }, { where })
}
