import { cosmoReadySchema, parseTableSchema, rolesByName, validateTable } from '@aw-flow/agents'
import { defineNode, inputColumns, NodeError } from '@aw-flow/engine'
import {
  error,
  hasErrors,
  preparationPlanSchema,
  warning,
  type Column,
  type ColumnRule,
  type CosmoRoles,
  type Problem,
  type TableSchema,
  type ValidationReport,
  type Value,
} from '@aw-flow/schema'
import { z } from 'zod'
import { tableInput } from '../table-input.ts'

const cosmoReady = 'cosmo-ready'

const settings = z.strictObject({
  schema: z
    .string()
    .default(cosmoReady)
    .meta({
      title: 'Schema',
      description:
        'What the table must be: "cosmo-ready", or a schema of your own as JSON, such as {"columns": ["id", {"name": "price", "type": "number", "min": 0}]}.',
      format: 'json',
      examples: [cosmoReady, '{"columns": ["id", "name", "value"]}'],
    }),
  onInvalid: z
    .enum(['report', 'fail'])
    .default('report')
    .meta({ title: 'When not valid', description: 'report: say so and go on. fail: stop the run here.' }),
})

/** Checks a table against a schema and hands it on. */
export const validationNode = defineNode({
  type: 'validation',
  version: 1,
  family: 'data-agents',
  title: 'Validate',
  description:
    'Checks a table against a schema, counts the failing rows of each rule exactly, shows the first of them, and hands the table on unchanged.',
  icon: 'shield-check',
  inputs: [
    { name: 'table', type: 'table', label: 'Table', required: true },
    { name: 'plan', type: 'json', label: 'Plan' },
  ],
  outputs: [
    { name: 'table', type: 'table', label: 'Table' },
    { name: 'report', type: 'json', label: 'Report' },
  ],
  settings,

  describe({ settings: { schema: source, onInvalid }, inputs }) {
    const columns = inputColumns(inputs, 'table')
    const { schema, problems } = source === cosmoReady ? { schema: undefined, problems: [] } : parseTableSchema(source)
    const rules = schema ? (schema.columns as ColumnRule[]) : []
    return {
      outputs: { table: { type: 'table', ...(columns ? { columns } : {}) }, report: { type: 'json' } },
      summary: `${source === cosmoReady ? 'Is it cosmo-ready?' : `Checks ${rules.length} ${rules.length === 1 ? 'column' : 'columns'}`} ${onInvalid === 'fail' ? 'Stops when not valid' : 'Reports and goes on'}`,
      problems: [...problems, ...missingColumns(rules, columns)],
    }
  },

  async run({ node, settings: { schema: source, onInvalid }, inputs, tables, signal }) {
    const table = tableInput(node, inputs)
    const schema =
      source === cosmoReady
        ? cosmoReadySchema(rolesOf(inputs.plan, table.columns), table.columns)
        : ownSchema(node, source)
    const report = await validateTable({ tables, table, schema, signal })
    const problems = problemsOf(node, report)
    if (!report.valid && onInvalid === 'fail') throw notValid(node, report, problems)
    return {
      outputs: { table: { kind: 'table', table }, report: { kind: 'json', json: report } },
      report: { kind: 'validate', report },
      problems,
    }
  },
})

function missingColumns(rules: readonly ColumnRule[], columns: readonly Column[] | undefined): Problem[] {
  if (!columns || columns.length === 0) return []
  const has = columns.slice(0, 12).map(({ name }) => `\`${name}\``)
  return rules
    .filter(({ name }) => !columns.some((column) => column.name === name))
    .map(({ name }) =>
      warning('validate.missing-column', `Column \`${name}\` is not in the table (has ${has.join(', ')}).`, {
        where: { setting: 'schema', column: name },
        hint: 'Correct the name in the schema, or make the column before.',
      }),
    )
}

/** The roles that a plan on the input tells, as far as its columns are there; else what the columns' names tell. */
function rolesOf(plan: Value | undefined, columns: readonly Column[]): CosmoRoles {
  const parsed = plan?.kind === 'json' ? preparationPlanSchema.safeParse(plan.json) : undefined
  return parsed?.success ? parsed.data.roles : rolesByName(columns)
}

function ownSchema(node: string, source: string): TableSchema {
  const { schema, problems } = parseTableSchema(source)
  if (schema && !hasErrors(problems)) return schema
  const problem = problems[0] ?? error('schema.invalid', 'The schema cannot be read.')
  throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
}

function problemsOf(node: string, { rules, rows }: ValidationReport): Problem[] {
  const failed = rules
    .filter(({ valid }) => !valid)
    .map(({ message, column, sample }) => {
      const first = sample[0]
      return warning('validate.rule-failed', message, {
        where: { node, ...(column === undefined ? {} : { column }), ...(first ? { row: first.row } : {}) },
      })
    })
  const isSilent = rows === 0 && failed.length === 0
  return isSilent
    ? [
        warning('validate.no-rows', 'The table has no rows: there was nothing to check.', {
          where: { node },
          hint: 'Look at what the node before gives out.',
        }),
      ]
    : failed
}

function notValid(node: string, report: ValidationReport, problems: readonly Problem[]): NodeError {
  const failed = report.rules.filter(({ valid }) => !valid)
  const first = problems[0]
  return new NodeError(
    'validation',
    error(
      'validate.not-valid',
      `The table is not valid: ${failed.length} of ${report.rules.length} rules fail. ${first?.message ?? ''}`.trim(),
      {
        where: { node, ...first?.where },
        hint: 'Read the report, and correct the data or the schema; or set "When not valid" to "report".',
      },
    ),
    { report: { kind: 'validate', report } },
  )
}
