import { message } from '@aw-flow/messages'
import { NodeError, type Databases, type RunArguments } from '@aw-flow/engine'
import { error, warning, type Column, type Json, type LoadPlan, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { checkAvailability } from '../requests/check-availability.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'
import { makeNamesUnique } from '../requests/unique-names.ts'

const settings = z.strictObject({
  secret: z.string().default('').meta({
    title: 'Database',
    description: 'Name of the secret that contains the database URL, such as postgres://user:password@host/database.',
    format: 'secret',
  }),
  statement: z
    .string()
    .min(1)
    .default('SELECT 1 AS one')
    .meta({
      title: 'Statement',
      description:
        'A single PostgreSQL statement. Use $1, $2, … for parameters, which are bound. Values of {{…}} become literals.',
      format: 'sql',
      examples: ['SELECT id, name FROM customers WHERE country = $1 ORDER BY id'],
    }),
  parameters: z
    .array(z.unknown())
    .default([])
    .meta({
      advanced: true,
      title: 'Parameters',
      description: 'Values of $1, $2, … in order. A single {{…}} keeps the type of its value.',
      format: 'arguments',
      examples: ['["DE", 10]', '["{{input.value.country}}"]'],
    }),
  access: z
    .enum(['read', 'write'])
    .default('read')
    .meta({
      advanced: true,
      title: 'Access',
      description: 'Read only: the database rejects every change. Read and write: the statement may change data.',
      labels: { read: 'Read only', write: 'Read and write' },
    }),
  ...insertionSetting,
  mostRows: z.int().min(1).max(100_000).default(10_000).meta({
    advanced: true,
    title: 'Max rows',
    description: 'Maximum number of rows to return. The node warns if there are more.',
  }),
  timeoutSeconds: z
    .number()
    .min(1)
    .max(3600)
    .default(30)
    .meta({ advanced: true, title: 'Timeout (seconds)', description: 'A statement that runs longer is stopped.' }),
})

type Arguments = RunArguments<z.output<typeof settings>>

/** A query result as stored in the run record. The rows are stored separately, as a CSV dataset. */
interface QueryResult {
  dataset: string
  name: string
  columns: Column[]
  /** The string that represents null in the stored CSV. */
  none: string
  isCut: boolean
  command: string
  count: number
}

/** Runs a statement on a PostgreSQL database. @internal */
export const databaseQueryNode = escapeInsertions({
  type: 'database_query',
  version: 1,
  family: 'actions',
  title: 'Database query',
  description: 'Runs a PostgreSQL statement with bound parameters and returns the rows as a table.',
  icon: 'database',
  reads: ['untrusted', 'private'],
  effects: 'external',
  targets: ['secret', 'statement'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'table', type: 'table', label: 'Table' },
    { name: 'result', type: 'json', label: 'Result' },
  ],
  settings,

  describe({ settings: config, context }) {
    const { secret, statement, access } = config
    return {
      outputs: { table: { type: 'table' }, result: { type: 'json' } },
      summary: message('database.summary', { name: secret, access, statement: statement.split('\n')[0] ?? '' }),
      problems: [...findProblems(secret), ...checkAvailability(context, 'databases')],
    }
  },

  async run(args) {
    const { settings: config, node, label, services, key, tables, files, signal } = args
    const { databases } = services
    if (!databases) {
      throw new NodeError('permanent', error('outside.no-database', { node: label }, { where: { node } }))
    }
    const [problem] = findProblems(config.secret)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const result = await runQuery(databases, args)
    const file = await files.open(result.dataset)
    if (!file) {
      throw new NodeError('permanent', error('database.rows-deleted', { node: label }, { where: { node } }))
    }
    const { table } = await tables.load(file, createLoadPlan(result), { id: key, signal })
    const max = config.mostRows
    return {
      outputs: {
        table: { kind: 'table', table },
        result: { kind: 'json', json: { command: result.command, rows: result.count } },
      },
      problems: result.isCut ? [warning('database.more-rows', { max }, { where: { node, setting: 'mostRows' } })] : [],
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const databaseQueryNodeV1 = createEarlierVersion(databaseQueryNode, 1, settings)

async function runQuery(databases: Databases, args: Arguments): Promise<QueryResult> {
  const { settings: config, effect, files, signal: runSignal, node } = args
  const { secret, statement, access, mostRows } = config
  const parameters = config.parameters as Json[]
  if (!files.add) {
    const reason = message('outside.rows-not-stored', {})
    throw new NodeError('permanent', error('outside.no-files', { reason }, { where: { node } }))
  }
  const request = { secret, statement, parameters, access }
  const perform = async ({ signal }: { signal: AbortSignal }): Promise<Json> => {
    const { columns, rows, isTruncated, command, count } = await databases.query({
      secret,
      statement,
      parameters,
      isReadOnly: access === 'read',
      maxRows: mostRows,
      timeoutMs: config.timeoutSeconds * 1000,
      signal,
    })
    const nullMarker = selectNullMarker(rows)
    const names = makeNamesUnique(columns.map(({ name }) => name))
    const { dataset, name } = await files.add!(`${secret}.csv`, toCsv(names, rows, nullMarker), runSignal)
    const typedColumns = columns.map(({ type }, index) => ({ name: names[index]!, type }))
    return { dataset, name, columns: typedColumns, none: nullMarker, isCut: isTruncated, command, count }
  }
  const unknownOutcome = access === 'read' ? 'retry' : 'unknown-fails'
  return (await effect('database-query', request, perform, { unknownOutcome })) as unknown as QueryResult
}

function findProblems(secret: string): Problem[] {
  if (secret !== '') return []
  return [error('secret.missing', { what: 'database' }, { where: { setting: 'secret' } })]
}

/** Selects a null marker: a string that is not equal to any cell. */
function selectNullMarker(rows: readonly (readonly (string | null)[])[]): string {
  for (let count = 0; ; count++) {
    const nullMarker = count === 0 ? '\\N' : `\\N${count}`
    if (!rows.some((row) => row.includes(nullMarker))) return nullMarker
  }
}

async function* toCsv(
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  nullMarker: string,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const formatCell = (text: string | null): string => (text === null ? nullMarker : `"${text.replaceAll('"', '""')}"`)
  const formatLine = (cells: readonly (string | null)[]): string => `${cells.map(formatCell).join(',')}\n`
  yield encoder.encode(names.length === 0 ? '' : formatLine(names))
  for (let start = 0; start < rows.length; start += 1000)
    yield encoder.encode(
      rows
        .slice(start, start + 1000)
        .map(formatLine)
        .join(''),
    )
}

const createLoadPlan = ({ columns, none }: QueryResult): LoadPlan => ({
  format: columns.length === 0 ? 'empty' : 'csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', quote: '"', escape: '"', newline: '\n' },
  skippedLines: 0,
  headerLines: columns.length === 0 ? 0 : 1,
  columns: columns.map(({ name, type }) => ({ name, type, nulls: [none] })),
  evidence: [],
})
