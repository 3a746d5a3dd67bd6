import { message } from '@aw-flow/messages'
import { defineNode, inferStatementColumns, TablesError, type DescribeContext, type Scalar } from '@aw-flow/engine'
import {
  error,
  info,
  defined,
  type Column,
  type Json,
  type Port,
  type PortDescription,
  type Problem,
  type TableRef,
} from '@aw-flow/schema'
import { z } from 'zod'
import { createNodeError } from '../create-node-error.ts'
import { requireTableInput } from '../table-input.ts'

const settings = z.strictObject({
  statement: z
    .string()
    .default('SELECT * FROM input')
    .meta({
      title: 'Statement',
      description:
        'A single DuckDB SELECT statement. Reference inputs by name, and values through the "parameters" table.',
      format: 'sql',
      examples: ['SELECT city, count(*) AS visits FROM input GROUP BY city ORDER BY visits DESC'],
    }),
  inputs: z
    .string()
    .default('input')
    .meta({
      advanced: true,
      title: 'Inputs',
      description: 'Comma-separated names of the input tables. Each name adds an input to the node.',
      examples: ['input', 'orders, customers'],
    }),
  parameters: z
    // Values of other types are reported when the node is described. The form offers a field for each listed type.
    .record(z.string(), z.unknown().meta({ type: ['string', 'number', 'boolean'] }))
    .default({})
    .meta({
      advanced: true,
      title: 'Parameters',
      description: 'Named values. The "parameters" table has a single row, with one column per value.',
      examples: [{ minimum: 10 }, { day: '{{$now()}}' }],
    }),
  timeLimit: z
    .number()
    .positive()
    .max(3_600)
    .default(60)
    .meta({ advanced: true, title: 'Timeout (seconds)', description: 'A statement that runs longer is stopped.' }),
})
type Settings = z.output<typeof settings>

/** Runs a user-provided SELECT statement on the input tables. @internal */
export const sqlNode = defineNode({
  type: 'sql',
  version: 1,
  family: 'tables',
  title: 'SQL',
  description: 'Runs a SELECT statement on the input tables. It cannot read anything else or change data.',
  icon: 'database',
  inputs: createInputPorts(['input']),
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  // The value of a placeholder would be executed as SQL. Values are passed as parameters instead.
  verbatim: ['statement'],
  settings,
  ports: ({ inputs }) => ({
    inputs: createInputPorts(parseNames(inputs)),
    outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  }),

  describe({ settings: config, inputs, context }) {
    const columns = inferOutputColumns(config, inputs)
    const problems = findProblems(config)
    const singleLineStatement = config.statement.replaceAll(/\s+/g, ' ').trim()
    return {
      outputs: { table: defined({ type: 'table', columns }) },
      summary:
        singleLineStatement === ''
          ? message('sql.summary', {})
          : singleLineStatement.length > 80
            ? `${singleLineStatement.slice(0, 79)}…`
            : singleLineStatement,
      problems: problems.length > 0 ? problems : findStatementProblems(config, inputs, context),
    }
  },

  async run({ node, settings: config, inputs, tables, key, signal }) {
    const [problem] = findProblems(config)
    if (problem) throw createNodeError(problem, node)
    const names = parseNames(config.inputs)
    const inputTables = Object.fromEntries(
      names.map((name): [string, TableRef] => [name, requireTableInput(node, inputs, name)]),
    )
    try {
      const { table, problems } = await tables.query(config.statement, {
        id: key,
        signal,
        inputs: inputTables,
        parameters: toParameters(config),
        timeoutMs: config.timeLimit * 1000,
      })
      const locatedProblems = problems.map((problem) => ({ ...problem, where: { ...problem.where, node } }))
      return { outputs: { table: { kind: 'table', table } }, problems: locatedProblems }
    } catch (cause) {
      if (!(cause instanceof TablesError)) throw cause
      const where = { setting: 'statement', ...cause.problem.where }
      throw createNodeError({ ...cause.problem, where }, node, cause)
    }
  },
})

function createInputPorts(names: readonly string[]): Port[] {
  return names.map((name) => ({ name, type: 'table', label: name, required: true }))
}

/** Infers the output columns from the statement, if that is possible without a database. */
function inferOutputColumns(
  { statement, inputs }: Settings,
  descriptions: Readonly<Record<string, PortDescription>>,
): Column[] | undefined {
  const columnsByInput: Record<string, readonly Column[]> = {}
  for (const name of parseNames(inputs)) {
    const columns = descriptions[name]?.columns
    if (columns) columnsByInput[name] = columns
  }
  return inferStatementColumns(statement, columnsByInput)
}

const parseNames = (inputs: string): string[] =>
  inputs
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const plainNamePattern = /^[A-Za-z_]\w*$/

function findProblems({ statement, inputs, parameters }: Settings): Problem[] {
  const problems: Problem[] = []
  const names = parseNames(inputs)
  if (statement.trim() === '') problems.push(error('sql.empty', {}, { where: { setting: 'statement' } }))
  for (const name of names) {
    const isDuplicate = names.filter((candidate) => candidate.toLowerCase() === name.toLowerCase()).length > 1
    if (plainNamePattern.test(name) && name.toLowerCase() !== 'parameters' && !isDuplicate) continue
    const reason = isDuplicate ? 'twice' : plainNamePattern.test(name) ? 'taken' : 'no-name'
    problems.push(error('sql.input-name', { name, why: reason }, { where: { setting: 'inputs' } }))
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

/** Checks the statement before a run and returns the problems that the database finds. */
function findStatementProblems(
  config: Settings,
  inputs: Readonly<Record<string, PortDescription>>,
  { checkStatement }: DescribeContext,
): Problem[] {
  const names = parseNames(config.inputs)
  if (!checkStatement || names.some((name) => !inputs[name])) return []
  const unknownInput = names.find((name) => !inputs[name]?.columns || inputs[name].more)
  const inputColumns = Object.fromEntries(names.map((name) => [name, inputs[name]?.columns ?? []]))
  // The type of a placeholder is known only during a run.
  const hasUnknownTypes = unknownInput !== undefined || JSON.stringify(config.parameters).includes('{{')
  const statementProblem = checkStatement(
    config.statement,
    hasUnknownTypes ? {} : inputColumns,
    hasUnknownTypes ? {} : toParameters(config),
  )
  if (statementProblem && (!hasUnknownTypes || statementProblem.problem.code === 'sql.syntax'))
    return [{ ...statementProblem.problem, where: { setting: 'statement', ...statementProblem.range } }]
  return unknownInput === undefined
    ? []
    : [info('sql.unknown-columns', { input: unknownInput }, { where: { setting: 'statement' } })]
}

const toParameters = ({ parameters }: Settings): Record<string, Scalar> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]): [string, Scalar] => [name, (value ?? null) as Json as Scalar]),
  )
