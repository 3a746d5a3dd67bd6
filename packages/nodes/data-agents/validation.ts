import { message, type Message } from '@aw-flow/messages'
import {
  createCosmoReadySchema,
  createTargetValidator,
  findRemainingChanges,
  parseValidator,
  findRolesByName,
  runValidator,
} from '@aw-flow/agents'
import { getInputColumns, NodeError, type DescribeContext } from '@aw-flow/engine'
import {
  error,
  info,
  warning,
  defined,
  type Column,
  type ColumnRule,
  type PortDescription,
  type PreparationPlan,
  type Problem,
  type TableSchema,
  type ValidationReport,
  type Value,
} from '@aw-flow/schema'
import { planSchemaName, preparationPlanSchema, type Validator } from '@aw-flow/schema/internal'
import { z } from 'zod'
import { optionalModelSettings } from './ask-model.ts'
import { proposeRules } from './rules-by-model.ts'
import { requireTableInput } from '../table-input.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'

const cosmoReady = 'cosmo-ready'

const settings = z.strictObject({
  schema: z
    .string()
    .default(cosmoReady)
    .meta({
      title: 'Schema',
      description:
        'Rules that the table must meet. The JSON can also be a JSON Schema, a Frictionless schema, or validators combined with all and any. Leave empty to apply only the checks below.',
      format: 'rules',
      examples: [
        cosmoReady,
        planSchemaName,
        '{"columns": ["id", {"name": "price", "type": "number", "min": 0}]}',
        '{"any": [{"expression": "price > 0"}, {"info": ["rows < 10"]}]}',
      ],
    }),
  facts: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Table-level checks',
      description:
        'JSONata conditions on the table profile, one per line. They can use rows, names, columns.NAME.nullShare and other values.',
      format: 'multiline',
      examples: ['rows > 100\ncolumns.price.nullShare < 0.05'],
    }),
  expression: z
    .string()
    .default('')
    .meta({
      title: 'Row check',
      description: 'A JSONata expression over the columns that is true for a valid row.',
      format: 'row-expression',
      examples: ['price > 0 or amount = 0'],
    }),
  predicate: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'SQL check',
      description: 'SQL condition that is true for a valid row, as in a WHERE clause.',
      format: 'sql',
      examples: ["price > 0 AND name <> ''"],
    }),
  code: z
    .string()
    .default('')
    .meta({
      advanced: true,
      title: 'Code check',
      description:
        'Body of a JavaScript function that can use row and index. It returns true for a valid row, otherwise false or the reason.',
      format: 'javascript',
      examples: ['return row.price > 0 || "no price"'],
    }),
  hostCheck: z.string().default('').meta({
    advanced: true,
    title: 'Host check',
    description: 'Name of a check that the page or server provides, such as whether Cosmograph accepts the table.',
  }),
  onInvalid: z
    .enum(['report', 'fail'])
    .default('report')
    .meta({
      title: 'If invalid',
      description: 'Report: continue with warnings. Fail: stop the run here.',
      labels: { report: 'Report', fail: 'Fail' },
    }),
  ...optionalModelSettings,
  ...insertionSetting,
})

/** Checks a table against a schema and passes it through. @internal */
export const validationNode = escapeInsertions({
  type: 'validation',
  version: 1,
  family: 'data-agents',
  title: 'Validate',
  description:
    'Checks a table against a schema. Counts the failing rows of each rule, shows examples, and passes the table on unchanged.',
  icon: 'shield-check',
  inputs: [
    { name: 'table', type: 'table', label: 'Table', required: true },
    { name: 'plan', type: 'json', label: 'Plan' },
    { name: 'other', type: 'table', label: 'Other table' },
  ],
  // Placeholders in code and SQL are not replaced, because their values would be executed.
  verbatim: ['predicate', 'code'],
  outputs: [
    { name: 'table', type: 'table', label: 'Table' },
    { name: 'report', type: 'json', label: 'Report' },
  ],
  settings,

  describe({ settings: config, inputs, context }) {
    const columns = getInputColumns(inputs, 'table')
    const { validator, problems } = parseSchema(config.schema)
    const columnRules = validator && 'schema' in validator ? (validator.schema as TableSchema).columns : []
    return {
      outputs: { table: defined({ type: 'table', columns }), report: { type: 'json' } },
      summary: message('validation.summary', {
        checks: describeChecks(config, columnRules.length, hasNoRules(validator)),
        action: config.onInvalid === 'fail' ? message('validation.stops', {}) : message('validation.continues', {}),
      }),
      problems: [
        ...problems,
        ...findMissingRules(config),
        ...findMissingPlan(config, inputs.plan !== undefined),
        ...findMissingColumns(columnRules as ColumnRule[], columns),
        ...checkPredicate(config.predicate, inputs.table, context),
      ],
    }
  },

  async run(args) {
    const { node, settings: config, inputs, tables, signal, sandbox, services } = args
    const table = requireTableInput(node, inputs)
    const plan = readPlan(inputs.plan)
    const [problem] = [
      ...parseSchema(config.schema).problems,
      ...findMissingRules(config),
      ...findMissingPlan(config, plan !== undefined),
    ].filter(isError)
    if (problem) throw new NodeError('permanent', { ...problem, where: { node, ...problem.where } })
    const { other } = inputs
    const proposal = config.model === '' ? undefined : await proposeRules(args, table)
    const options = {
      tables,
      table,
      namedTables: { this: table, ...(other?.kind === 'table' ? { other: other.table } : {}) },
      signal,
      sandbox,
      checks: services.checks,
    }
    const rulesReport = await runValidator({
      ...options,
      validator: {
        all: [
          ...createValidators(config, plan, table.columns),
          ...(proposal?.rules.length ? [{ schema: { columns: proposal.rules } }] : []),
        ],
      },
    })
    // A clean table promises no schema but that nothing is left to clean.
    const isCleanTable = config.schema === planSchemaName && plan?.target === 'generic'
    const report = isCleanTable
      ? { ...rulesReport, rules: [...rulesReport.rules, ...(await findRemainingChanges(tables, table, signal))] }
      : rulesReport
    const problems = [...findProblems(node, report), ...(proposal ? [proposal.problem] : [])]
    if (!report.valid && config.onInvalid === 'fail') throw createInvalidError(node, report, problems)
    return {
      outputs: { table: { kind: 'table', table }, report: { kind: 'json', json: report } },
      report: { kind: 'validate', report },
      problems,
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const validationNodeV1 = createEarlierVersion(validationNode, 1, settings)

type Settings = z.output<typeof settings>

/** Checks the SQL predicate before a run. Returns the problem that the database reports, if any. */
function checkPredicate(
  predicate: string,
  table: PortDescription | undefined,
  { checkStatement }: DescribeContext,
): Problem[] {
  if (!checkStatement || predicate.trim() === '' || !table?.columns || table.more) return []
  const prefix = 'SELECT 1 AS valid FROM input WHERE ('
  const statementProblem = checkStatement(`${prefix}${predicate}\n) IS NOT TRUE`, { input: table.columns }, {})
  if (!statementProblem) return []
  const { problem, range } = statementProblem
  const offset = (range?.offset ?? 0) - prefix.length
  const isInPredicate = range !== undefined && offset >= 0 && offset < predicate.length
  const location = isInPredicate ? { offset, length: range.length } : {}
  return [{ ...problem, where: { setting: 'predicate', ...location } }]
}

const isError = ({ severity }: Problem): boolean => severity === 'error'

/** Returns whether the rules come from the target of a preparation instead of the setting. */
const isNamedSchema = (schema: string): boolean => schema === cosmoReady || schema === planSchemaName

function parseSchema(source: string): ReturnType<typeof parseValidator> {
  return isNamedSchema(source) || source.trim() === '' ? { problems: [] } : parseValidator(source)
}

const parseTableChecks = ({ facts }: Settings): string[] =>
  facts
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/**
 * Creates validators for the checks in the settings. The roles of points are those of the plan. Without a plan, they are
 * derived from the column names.
 */
function createValidators(
  config: Settings,
  plan: PreparationPlan | undefined,
  columns: readonly Column[],
): Validator[] {
  const { schema, expression, predicate, code, hostCheck } = config
  const schemaValidator = parseSchema(schema).validator
  const tableChecks = parseTableChecks(config)
  return [
    ...(schema === cosmoReady
      ? [{ schema: createCosmoReadySchema(plan?.roles ?? findRolesByName(columns), columns) }]
      : []),
    ...(schema === planSchemaName && plan ? [createTargetValidator(plan, columns)] : []),
    ...(schemaValidator ? [schemaValidator] : []),
    ...(tableChecks.length > 0 ? [{ info: tableChecks.map((tableCheck) => ({ expression: tableCheck })) }] : []),
    ...(expression.trim() === '' ? [] : [{ expression }]),
    ...(predicate.trim() === '' ? [] : [{ sql: predicate }]),
    ...(code.trim() === '' ? [] : [{ code }]),
    ...(hostCheck === '' ? [] : [{ host: hostCheck }]),
  ]
}

/** Returns whether a validator is a table schema without rules, which accepts every table. */
const hasNoRules = (validator: Validator | undefined): boolean =>
  validator !== undefined &&
  'schema' in validator &&
  Object.values(validator.schema).every((rules) => Array.isArray(rules) && rules.length === 0)

/** Lists the configured checks for the node summary. */
function describeChecks(config: Settings, columnCount: number, isEmptySchema: boolean): readonly Message[] {
  const { schema, expression, predicate, code, hostCheck } = config
  const tableCheckCount = parseTableChecks(config).length
  const checks = [
    ...(schema === cosmoReady ? [message('validation.cosmo-ready', {})] : []),
    ...(schema === planSchemaName ? [message('validation.plan', {})] : []),
    ...(columnCount > 0 ? [message('validation.columns', { columns: columnCount })] : []),
    ...(!isNamedSchema(schema) && schema.trim() !== '' && columnCount === 0 && !isEmptySchema
      ? [message('validation.validator', {})]
      : []),
    ...(tableCheckCount > 0 ? [message('validation.table-checks', { facts: tableCheckCount })] : []),
    ...(expression.trim() === '' ? [] : [message('validation.expression', {})]),
    ...(predicate.trim() === '' ? [] : [message('validation.predicate', {})]),
    ...(code.trim() === '' ? [] : [message('validation.code', {})]),
    ...(hostCheck === '' ? [] : [message('validation.host', { name: hostCheck })]),
  ]
  return checks.length > 0 ? checks : [message('validation.nothing', {})]
}

const findMissingRules = (config: Settings): Problem[] =>
  config.model !== '' ||
  config.schema === planSchemaName ||
  createValidators(config, undefined, []).length > 0 ||
  parseSchema(config.schema).problems.length > 0
    ? []
    : [error('schema.empty.no-rules', {}, { where: { setting: 'schema' } })]

const findMissingPlan = ({ schema }: Settings, hasPlan: boolean): Problem[] =>
  schema === planSchemaName && !hasPlan ? [error('validate.no-plan', {}, { where: { setting: 'schema' } })] : []

function findMissingColumns(rules: readonly ColumnRule[], columns: readonly Column[] | undefined): Problem[] {
  if (!columns || columns.length === 0) return []
  const names = columns.map(({ name }) => name)
  return rules
    .filter(({ name }) => !columns.some((column) => column.name === name))
    .map(({ name }) =>
      warning(
        'validate.missing-column',
        { column: name, columns: names },
        { where: { setting: 'schema', column: name } },
      ),
    )
}

function readPlan(input: Value | undefined): PreparationPlan | undefined {
  return input?.kind === 'json' ? preparationPlanSchema.safeParse(input.json).data : undefined
}

function findProblems(node: string, { rules, rows }: ValidationReport): Problem[] {
  const ruleProblems = rules
    .filter(({ valid }) => !valid)
    .map(({ message: reason, column, sample, severity }) => {
      const firstExample = sample[0]
      const createProblem = severity === 'info' ? info : warning
      const location = { node, ...defined({ column }), ...(firstExample ? { row: firstExample.row } : {}) }
      return createProblem('validate.rule-failed', { reason }, { where: location })
    })
  return rows === 0 && ruleProblems.length === 0 ? [warning('validate.no-rows', {}, { where: { node } })] : ruleProblems
}

function createInvalidError(node: string, report: ValidationReport, problems: readonly Problem[]): NodeError {
  const failedRules = report.rules.filter(({ valid }) => !valid)
  const params = { failed: failedRules.length, rules: report.rules.length, reason: failedRules[0]?.message ?? '' }
  const location = { node, ...problems[0]?.where }
  return new NodeError('validation', error('validate.not-valid', params, { where: location }), {
    report: { kind: 'validate', report },
  })
}
