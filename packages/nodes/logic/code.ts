import { message } from '@aw-flow/messages'
import { CodeError, defineNode, NodeError, readable, type RunArguments, type Sandbox, typeText } from '@aw-flow/engine'
import { error, type Json, type Port, type Problem, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { failedBy } from '../failed-by.ts'
import { readColumns } from './declared-columns.ts'
import { collectRows } from './collect-rows.ts'
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
  code: z
    .string()
    .default('return input')
    .meta({
      title: 'Code',
      description:
        'The body of a JavaScript function of input (over a value) or of row and index (over rows); what it returns comes out.',
      format: 'javascript',
      examples: ['return { ...row, total: row.price * row.count }', 'return input.filter((one) => one.open)'],
    }),
  columns: z
    .string()
    .default('')
    .meta({
      title: 'Columns',
      description: 'Over rows: the columns that come out, a name and a type a line. Empty: as the rows have them.',
      format: 'multiline',
      examples: ['id BIGINT\nname VARCHAR\nday DATE'],
    }),
  timeLimit: z.number().positive().max(3_600).default(10).meta({
    title: 'Time limit (s)',
    description: 'Code that takes longer is ended, in seconds.',
  }),
  memoryLimit: z.number().int().min(1).max(1_024).default(128).meta({
    title: 'Memory limit (MB)',
    description: 'Code that needs more is ended, in megabytes.',
  }),
})
type Settings = z.output<typeof settings>

const tableIn: Port = { name: 'input', type: 'table', label: 'Input', required: true }
const anyIn: Port = { name: 'input', type: 'any', label: 'Input' }
const tableOut: Port = { name: 'table', type: 'table', label: 'Table' }
const valueOut: Port = { name: 'value', type: 'json', label: 'Value' }
/** More rows than these are no whole value. */
const mostRows = 10_000

/** Runs a person's own JavaScript, which can compute and nothing else. */
export const codeNode = defineNode({
  type: 'code',
  version: 1,
  family: 'logic',
  title: 'Code',
  description: 'Runs JavaScript over a value or over the rows of a table, where it reaches nothing outside.',
  icon: 'code',
  inputs: [anyIn],
  outputs: [valueOut],
  // What is filled into code would be read as code.
  verbatim: ['code'],
  settings,
  ports: ({ over }) =>
    over === 'rows' ? { inputs: [tableIn], outputs: [tableOut] } : { inputs: [anyIn], outputs: [valueOut] },

  describe({ settings: given }) {
    const { columns, problems } = readColumns(given.columns)
    const table = columns.length > 0 ? { type: 'table' as const, columns } : { type: 'table' as const }
    const lines = given.code.split('\n').filter((line) => line.trim() !== '').length
    return {
      outputs: given.over === 'rows' ? { table } : { value: { type: 'json' } },
      summary: message('code.summary', { lines, over: given.over }),
      problems: given.over === 'rows' ? problems : [],
    }
  },

  async run(args) {
    const { settings: given, node, label } = args
    if (!args.sandbox) {
      throw failedBy(error('code.no-sandbox', { node: label }), node)
    }
    try {
      return given.over === 'rows' ? await overRows(args, args.sandbox) : await overValue(args, args.sandbox)
    } catch (cause) {
      if (cause instanceof CodeError) throw failedBy(problemOf(cause, label), node, cause)
      throw cause
    }
  },
})

function openCode(args: RunArguments<Settings>, sandbox: Sandbox) {
  const { code, over, timeLimit, memoryLimit } = args.settings
  const readsTime = /\bDate\b/.test(code)
  const readsChance = /\brandom\b/.test(code)
  return sandbox.open({
    code,
    over,
    // Whoever asks for neither gives the same for the same input, and may be re-used.
    now: readsTime ? args.clock.now() : 0,
    seed: readsChance ? args.seed : 0,
    limits: { ms: timeLimit * 1000, memoryBytes: memoryLimit * 2 ** 20 },
    signal: args.signal,
    onLog: args.log,
  })
}

async function overValue(args: RunArguments<Settings>, sandbox: Sandbox) {
  const input = await wholeValue(args, args.inputs.input)
  const json = await args.effect(
    'code',
    { code: args.settings.code, key: args.key },
    async () => {
      const opened = await openCode(args, sandbox)
      try {
        return await opened.call(input)
      } finally {
        await opened.close()
      }
    },
    { unknown: 'retry' },
  )
  return { outputs: { value: { kind: 'json', json } satisfies Value } }
}

/** What code is given: a table as a list of its rows. */
async function wholeValue(args: RunArguments<Settings>, value: Value | undefined): Promise<Json> {
  if (value?.kind !== 'table') return value ? ((readable(value) ?? null) as Json) : null
  if (value.table.rows > mostRows) {
    const where = { setting: 'over', node: args.node }
    const params = { node: args.label, rows: value.table.rows, max: mostRows }
    throw new NodeError('permanent', error('code.too-many-rows', params, { where }))
  }
  const rows: Json[] = []
  for await (const batch of rowBatches(args, value.table)) rows.push(...batch.rows)
  return rows
}

async function overRows(args: RunArguments<Settings>, sandbox: Sandbox) {
  const input = args.inputs.input
  if (input?.kind !== 'table') {
    const type = input ? typeText(input.kind) : message('node.no-value', {})
    throw failedBy(error('code.no-table', { node: args.label, type }, { where: { port: 'input' } }), args.node)
  }
  const { columns, problems } = readColumns(args.settings.columns)
  if (problems[0]) throw failedBy(problems[0], args.node)
  const opened = await openCode(args, sandbox)
  try {
    const made = async function* (): AsyncGenerator<readonly Json[]> {
      for await (const { rows, first } of rowBatches(args, input.table)) {
        yield (await opened.call(rows, first)) as Json[]
        args.progress(first + rows.length, input.table.rows, 'rows')
      }
    }
    const table = await collectRows(args, made(), { declared: columns, like: input.table.columns, setting: 'code' })
    return { outputs: { table: { kind: 'table', table } satisfies Value } }
  } finally {
    await opened.close()
  }
}

function problemOf({ code, message: detail, line, column }: CodeError, label: string): Problem {
  const place =
    line === undefined
      ? ''
      : column === undefined
        ? message('code.line', { line })
        : message('code.line-column', { line, column })
  const where = { setting: 'code', ...(line === undefined ? {} : { line }) }
  return error(code, { node: label, place, detail }, { where })
}
