import { message } from '@aw-flow/messages'
import { defineNode, statementColumns, TablesError, type DescribeContext, type Scalar } from '@aw-flow/engine'
import {
  error,
  info,
  type Column,
  type Json,
  type Port,
  type PortDescription,
  type Problem,
  type TableRef,
} from '@aw-flow/schema'
import { z } from 'zod'
import { failedBy } from '../failed-by.ts'
import { tableInput } from '../table-input.ts'

const settings = z.strictObject({
  statement: z
    .string()
    .default('SELECT * FROM input')
    .meta({
      title: 'Statement',
      description: 'One SELECT in DuckDB SQL over the inputs, by name, and the table parameters.',
      format: 'sql',
      examples: ['SELECT city, count(*) AS visits FROM input GROUP BY city ORDER BY visits DESC'],
    }),
  inputs: z
    .string()
    .default('input')
    .meta({
      title: 'Inputs',
      description: 'Names of the input tables, separated by commas. Each becomes an input of the node.',
      examples: ['input', 'orders, customers'],
    }),
  parameters: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({
      title: 'Parameters',
      description: 'Values by name. The statement reads them as columns of the single row of the table parameters.',
      examples: [{ minimum: 10 }, { day: '{{$now()}}' }],
    }),
  timeLimit: z.number().positive().max(3_600).default(60).meta({
    title: 'Time limit (s)',
    description: 'Stop a statement that runs longer, in seconds.',
  }),
})
type Settings = z.output<typeof settings>

/** Runs a user's SELECT over tables. @internal */
export const sqlNode = defineNode({
  type: 'sql',
  version: 1,
  family: 'tables',
  title: 'SQL',
  description: 'Runs a SELECT statement over the input tables. It can read nothing else and change nothing.',
  icon: 'database',
  inputs: portsOf(['input']),
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  // A placeholder in SQL would be executed as SQL: values are passed as parameters.
  verbatim: ['statement'],
  settings,
  ports: ({ inputs }) => ({
    inputs: portsOf(namesOf(inputs)),
    outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  }),

  describe({ settings: config, inputs, context }) {
    const columns = columnsOf(config, inputs)
    const problems = problemsOf(config)
    const line = config.statement.replaceAll(/\s+/g, ' ').trim()
    return {
      outputs: { table: { type: 'table', ...(columns ? { columns } : {}) } },
      summary: line === '' ? message('sql.summary', {}) : line.length > 80 ? `${line.slice(0, 79)}…` : line,
      problems: problems.length > 0 ? problems : faultsOf(config, inputs, context),
    }
  },

  async run({ node, settings: config, inputs, tables, key, signal }) {
    const [problem] = problemsOf(config)
    if (problem) throw failedBy(problem, node)
    const names = namesOf(config.inputs)
    const read = Object.fromEntries(names.map((name): [string, TableRef] => [name, tableInput(node, inputs, name)]))
    try {
      const { table, problems } = await tables.query(config.statement, {
        id: key,
        signal,
        inputs: read,
        parameters: parametersOf(config),
        limitMs: config.timeLimit * 1000,
      })
      const located = problems.map((problem) => ({ ...problem, where: { ...problem.where, node } }))
      return { outputs: { table: { kind: 'table', table } }, problems: located }
    } catch (cause) {
      if (!(cause instanceof TablesError)) throw cause
      const where = { setting: 'statement', ...cause.problem.where }
      throw failedBy({ ...cause.problem, where }, node, cause)
    }
  },
})

function portsOf(names: readonly string[]): Port[] {
  return names.map((name) => ({ name, type: 'table', label: name, required: true }))
}

/** The output columns, if the text of the statement determines them; no database is queried. */
function columnsOf(
  { statement, inputs }: Settings,
  descriptions: Readonly<Record<string, PortDescription>>,
): Column[] | undefined {
  const known: Record<string, readonly Column[]> = {}
  for (const name of namesOf(inputs)) {
    const columns = descriptions[name]?.columns
    if (columns) known[name] = columns
  }
  return statementColumns(statement, known)
}

const namesOf = (inputs: string): string[] =>
  inputs
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const plainName = /^[A-Za-z_]\w*$/

function problemsOf({ statement, inputs, parameters }: Settings): Problem[] {
  const problems: Problem[] = []
  const names = namesOf(inputs)
  if (statement.trim() === '') problems.push(error('sql.empty', {}, { where: { setting: 'statement' } }))
  for (const name of names) {
    const isDuplicate = names.filter((other) => other.toLowerCase() === name.toLowerCase()).length > 1
    if (plainName.test(name) && name.toLowerCase() !== 'parameters' && !isDuplicate) continue
    const why = isDuplicate ? 'twice' : plainName.test(name) ? 'taken' : 'no-name'
    problems.push(error('sql.input-name', { name, why }, { where: { setting: 'inputs' } }))
    break
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'object' && value !== null) {
      const kind = Array.isArray(value) ? 'list' : 'object'
      problems.push(error('sql.parameter', { name, kind }, { where: { setting: 'parameters' } }))
    }
  }
  return problems
}

/** Problems that the database finds in the statement before a run. */
function faultsOf(
  config: Settings,
  inputs: Readonly<Record<string, PortDescription>>,
  { checkStatement }: DescribeContext,
): Problem[] {
  const names = namesOf(config.inputs)
  if (!checkStatement || names.some((name) => !inputs[name])) return []
  const unknown = names.find((name) => !inputs[name]?.columns || inputs[name].more)
  const known = Object.fromEntries(names.map((name) => [name, inputs[name]?.columns ?? []]))
  // The type of a placeholder is known only in a run.
  const isOpen = unknown !== undefined || JSON.stringify(config.parameters).includes('{{')
  const fault = checkStatement(config.statement, isOpen ? {} : known, isOpen ? {} : parametersOf(config))
  if (fault && (!isOpen || fault.problem.code === 'sql.syntax'))
    return [{ ...fault.problem, where: { setting: 'statement', ...fault.place } }]
  return unknown === undefined
    ? []
    : [info('sql.unknown-columns', { input: unknown }, { where: { setting: 'statement' } })]
}

const parametersOf = ({ parameters }: Settings): Record<string, Scalar> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]): [string, Scalar] => [name, (value ?? null) as Json as Scalar]),
  )
