import { message } from '@aw-flow/messages'
import { defineNode, NodeError, type Databases, type RunArguments } from '@aw-flow/engine'
import { error, warning, type Column, type Json, type LoadPlan, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { unavailableProblems } from '../requests/unavailable-problems.ts'
import { freeNames } from '../requests/free-names.ts'

const settings = z.strictObject({
  secret: z.string().default('').meta({
    title: 'Database',
    description: 'Name of the secret that holds the address: postgres://user:password@host/database.',
    format: 'secret',
  }),
  statement: z
    .string()
    .min(1)
    .default('SELECT 1 AS one')
    .meta({
      title: 'Statement',
      description:
        'One PostgreSQL statement. $1, $2, … are placeholders: parameters are bound and never become part of the SQL.',
      format: 'sql',
      examples: ['SELECT id, name FROM customers WHERE country = $1 ORDER BY id'],
    }),
  parameters: z
    .array(z.unknown())
    .default([])
    .meta({
      title: 'Parameters',
      description: 'Values of $1, $2, … as a JSON list. A string that is a single {{…}} keeps the type of its value.',
      format: 'json',
      examples: ['["DE", 10]', '["{{input.value.country}}"]'],
    }),
  access: z
    .enum(['read', 'write'])
    .default('read')
    .meta({
      title: 'Access',
      description: 'Read only: the database rejects every change. Read and write: the statement may change data.',
      labels: { read: 'Read only', write: 'Read and write' },
    }),
  mostRows: z
    .int()
    .min(1)
    .max(100_000)
    .default(10_000)
    .meta({ title: 'Max rows', description: 'Further rows are left out, with a warning.' }),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(3600)
    .default(30)
    .meta({ title: 'Timeout (seconds)', description: 'Stop the statement after this time.' }),
})

type Arguments = RunArguments<z.output<typeof settings>>

/** The result of a query in the run record; the rows are stored as a dataset. */
interface Answered {
  dataset: string
  name: string
  columns: Column[]
  /** The text that represents null in the stored CSV. */
  none: string
  isCut: boolean
  command: string
  count: number
}

/** Runs a statement on a PostgreSQL database. @internal */
export const databaseQueryNode = defineNode({
  type: 'database_query',
  version: 1,
  family: 'actions',
  title: 'Database query',
  description: 'Runs one PostgreSQL statement with bound parameters and returns the rows as a table.',
  icon: 'database',
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'table', type: 'table', label: 'Table' },
    { name: 'result', type: 'json', label: 'Result' },
  ],
  settings,

  describe({ settings: { secret, statement, access }, context }) {
    return {
      outputs: { table: { type: 'table' }, result: { type: 'json' } },
      summary: message('database.summary', { name: secret, access, statement: statement.split('\n')[0] ?? '' }),
      problems: [...problemsOf(secret), ...unavailableProblems(context, 'databases')],
    }
  },

  async run(args) {
    const { settings: chosen, node, label, outside, key, tables, files, signal } = args
    const { databases } = outside
    if (!databases) {
      throw new NodeError('permanent', error('outside.no-database', { node: label }, { where: { node } }))
    }
    const [problem] = problemsOf(chosen.secret)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const answer = await runQuery(databases, args)
    const file = await files.open(answer.dataset)
    if (!file) {
      throw new NodeError('permanent', error('database.rows-gone', { node: label }, { where: { node } }))
    }
    const { table } = await tables.load(file, planFor(answer), { id: key, signal })
    const max = chosen.mostRows
    return {
      outputs: {
        table: { kind: 'table', table },
        result: { kind: 'json', json: { command: answer.command, rows: answer.count } },
      },
      problems: answer.isCut ? [warning('database.more-rows', { max }, { where: { node, setting: 'mostRows' } })] : [],
    }
  },
})

async function runQuery(databases: Databases, args: Arguments): Promise<Answered> {
  const { settings: chosen, effect, files, signal: stop, node } = args
  const { secret, statement, access, mostRows } = chosen
  const parameters = chosen.parameters as Json[]
  if (!files.add) {
    const reason = message('outside.rows-not-stored', {})
    throw new NodeError('permanent', error('outside.no-files', { reason }, { where: { node } }))
  }
  const request = { secret, statement, parameters, access }
  const perform = async ({ signal }: { signal: AbortSignal }): Promise<Json> => {
    const { columns, rows, isCut, command, count } = await databases.query({
      secret,
      statement,
      parameters,
      isReadOnly: access === 'read',
      maxRows: mostRows,
      timeoutMs: chosen.timeoutSeconds * 1000,
      signal,
    })
    const none = nullTextFor(rows)
    const names = freeNames(columns.map(({ name }) => name))
    const { dataset, name } = await files.add!(`${secret}.csv`, csvOf(names, rows, none), stop)
    const named = columns.map(({ type }, at) => ({ name: names[at]!, type }))
    return { dataset, name, columns: named, none, isCut, command, count }
  }
  const unknown = access === 'read' ? 'retry' : 'unknown-fails'
  return (await effect('database-query', request, perform, { unknown })) as unknown as Answered
}

function problemsOf(secret: string): Problem[] {
  if (secret !== '') return []
  return [error('secret.missing', { what: 'database' }, { where: { setting: 'secret' } })]
}

/** Returns a text that no cell contains, to represent null. */
function nullTextFor(rows: readonly (readonly (string | null)[])[]): string {
  for (let count = 0; ; count++) {
    const none = count === 0 ? '\\N' : `\\N${count}`
    if (!rows.some((row) => row.includes(none))) return none
  }
}

async function* csvOf(
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  none: string,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const cell = (text: string | null): string => (text === null ? none : `"${text.replaceAll('"', '""')}"`)
  const line = (cells: readonly (string | null)[]): string => `${cells.map(cell).join(',')}\n`
  yield encoder.encode(names.length === 0 ? '' : line(names))
  for (let at = 0; at < rows.length; at += 1000)
    yield encoder.encode(
      rows
        .slice(at, at + 1000)
        .map(line)
        .join(''),
    )
}

const planFor = ({ columns, none }: Answered): LoadPlan => ({
  format: columns.length === 0 ? 'empty' : 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: columns.length === 0 ? 0 : 1,
  columns: columns.map(({ name, type }) => ({ name, type, nulls: [none] })),
  evidence: [],
})
