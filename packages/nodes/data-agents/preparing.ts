import { parseValidator, prepareTable, type PrepareTableOptions } from '@aw-flow/agents'
import { getInputColumns, NodeError } from '@aw-flow/engine'
import {
  error,
  parseJson,
  defined,
  type Column,
  type PreparationPlan,
  type Problem,
  type TableSchema,
  type Value,
} from '@aw-flow/schema'
import {
  hasErrors,
  pointLayoutSchema,
  preparationPlanSchema,
  preparationTargetSchema,
  getTypeFamily,
  type Validator,
} from '@aw-flow/schema/internal'
import { message } from '@aw-flow/messages'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { requireTableInput } from '../table-input.ts'
import { findModelProblems, createModelProposer, modelSettings } from './model-settings.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'

const settings = z.strictObject({
  target: preparationTargetSchema.default('generic').meta({
    title: 'Target',
    description:
      'What to prepare the table for. Clean table: one format and spelling for equal things, no junk rows. Cosmograph: points and links. Machine learning: complete, scaled numbers. Custom schema: the schema below.',
    labels: {
      generic: 'Clean table',
      'cosmo-ready': 'Cosmograph',
      'ml-ready': 'Machine learning',
      own: 'Custom schema',
    },
  }),
  layout: pointLayoutSchema.default('auto').meta({
    advanced: true,
    when: { target: 'cosmo-ready' },
    title: 'Layout',
    description:
      'How Cosmograph points get coordinates. Automatic: from suitable columns, if there are any. Simulation: none; Cosmograph calculates a layout. Projection: calculated from all measures, unless columns are named as coordinates.',
    labels: { auto: 'Automatic', simulation: 'Simulation', projection: 'Projection' },
  }),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .meta({
      advanced: true,
      when: { target: 'cosmo-ready' },
      title: 'Seed',
      description: 'Seed of the projection. A different seed produces a different projection.',
    }),
  label: z
    .string()
    .default('')
    .meta({
      title: 'Label column',
      description: 'Optional column to predict with machine learning.',
      format: 'column',
      when: { target: 'ml-ready' },
    }),
  schema: z
    .string()
    .default('')
    .meta({
      title: 'Schema',
      description: 'Rules that the result must meet. The form counts failing rows of the input.',
      format: 'rules',
      when: { target: 'own' },
      examples: [
        '{"columns": [{"name": "id", "unique": true, "nullable": false}, {"name": "price", "type": "number"}]}',
      ],
    }),
  plan: z.string().default('').meta({
    advanced: true,
    title: 'Plan',
    description: 'An approved plan, applied exactly. Leave empty to create a new plan.',
    format: 'json',
    contents: 'plan',
  }),
  maxRetries: z.number().int().min(0).max(10).default(3).meta({
    advanced: true,
    title: 'Retries',
    description: 'Maximum number of alternative plans to try if the result does not meet the target.',
  }),
  ...modelSettings,
  ...insertionSetting,
})
type Settings = z.output<typeof settings>

/** Prepares a table for a target by applying a readable, reusable plan of operations. @internal */
export const preparingNode = escapeInsertions({
  type: 'preparing',
  version: 2,
  assumedVersion: 1,
  family: 'data-agents',
  title: 'Prepare',
  description:
    'Prepares a table for a target with a plan of operations, each with its reason and exact effect. Never invents values, and reports every dropped row.',
  icon: 'wand-sparkles',
  inputs: [
    { name: 'table', type: 'table', label: 'Table', required: true },
    { name: 'links', type: 'table', label: 'Links' },
    { name: 'other', type: 'table', label: 'Other table' },
    { name: 'plan', type: 'json', label: 'Plan' },
  ],
  outputs: [
    { name: 'table', type: 'table', label: 'Prepared table' },
    { name: 'plan', type: 'json', label: 'Plan' },
    { name: 'links', type: 'table', label: 'Links' },
    { name: 'inverse', type: 'json', label: 'Inverse plan' },
  ],
  settings,
  // In version 1, the default target was `cosmo-ready`.
  migrate: (config) => ({ target: 'cosmo-ready', ...config }),

  describe({ settings: config, inputs }) {
    const columns = getInputColumns(inputs, 'table')
    const problems = [
      ...readPlan(config, undefined).problems,
      ...readValidator(config).problems,
      ...findModelProblems(config),
    ]
    const hasKnownColumns =
      config.target === 'cosmo-ready' && config.plan === '' && !inputs.plan && columns && !canBeLinks(columns)
    return {
      outputs: {
        table: { type: 'table', ...(hasKnownColumns ? toKnownColumns(config, columns) : {}) },
        plan: { type: 'json' },
        links: { type: 'table' },
        inverse: { type: 'json' },
      },
      summary: message(`prepare.summary-${config.target}`, {}),
      ...(problems.length > 0 ? { problems } : {}),
    }
  },

  async run(args) {
    const { node, settings: config, inputs, key, tables, clock, signal, sandbox, services } = args
    const table = requireTableInput(node, inputs)
    const { plan, problems } = readPlan(config, inputs.plan)
    const { validator, problems: validatorProblems } = readValidator(config)
    const [firstError] = [...problems, ...validatorProblems, ...findModelProblems(config)].filter(
      ({ severity }) => severity === 'error',
    )
    if (firstError) throw new NodeError('permanent', locateProblem(node, firstError))
    const { links, other } = inputs
    const proposer = plan ? undefined : await createModelProposer(args, config)
    const options: PrepareTableOptions = {
      tables,
      table,
      target: plan?.target ?? config.target,
      id: key,
      namedTables: {
        ...(links?.kind === 'table' ? { links: links.table } : {}),
        ...(other?.kind === 'table' ? { other: other.table } : {}),
      },
      layout: config.layout,
      seed: config.seed,
      maxRetries: config.maxRetries,
      ...(config.label === '' ? {} : { label: config.label }),
      ...(validator && 'schema' in validator ? { schema: validator.schema as TableSchema } : {}),
      ...(validator && !('schema' in validator) ? { validator } : {}),
      ...defined({ sandbox, checks: services.checks, plan }),
      ...(proposer ? { propose: proposer.propose } : {}),
      ...defined({ getModelUse: proposer?.getUsage }),
      signal,
      elapsed: () => clock.elapsed(),
    }
    try {
      const { table: preparedTable, links: preparedLinks, report } = await prepareTable(options)
      return {
        outputs: {
          table: { kind: 'table', table: preparedTable },
          plan: { kind: 'json', json: report.plan },
          ...(preparedLinks ? { links: { kind: 'table', table: preparedLinks } } : {}),
          ...(report.inverse ? { inverse: { kind: 'json', json: report.inverse } } : {}),
        },
        report: { kind: 'prepare', report },
        problems: report.warnings.map((problem) => locateProblem(node, problem)),
      }
    } catch (cause) {
      if (!(cause instanceof NodeError)) throw cause
      throw new NodeError(cause.kind, locateProblem(node, cause.problem), { cause, agentRetries: cause.agentRetries })
    }
  },
})

/** Version 2, for runs that started with it. It inserts values unchanged. @internal */
export const preparingNodeV2 = createEarlierVersion(preparingNode, 2, settings)

/** Version 1, for runs that started with it. In this version, the default target is `cosmo-ready`. @internal */
export const preparingNodeV1 = createEarlierVersion(
  preparingNode,
  1,
  settings.extend({ target: settings.shape.target.removeDefault().default('cosmo-ready') }),
)

const locateProblem = (node: string, problem: Problem): Problem => ({ ...problem, where: { node, ...problem.where } })

/** Parses the plan from the input or, if the input has none, from the settings. */
function readPlan({ plan }: Settings, input: Value | undefined): { plan?: PreparationPlan; problems: Problem[] } {
  if (input?.kind === 'json') return parsePlan(input.json)
  if (plan.trim() === '') return { problems: [] }
  const parsedJson = parseJson(plan)
  if (parsedJson.ok) return parsePlan(parsedJson.value)
  const { problem } = parsedJson
  return { problems: [{ ...problem, where: { setting: 'plan', ...problem.where } }] }
}

function parsePlan(json: unknown): { plan?: PreparationPlan; problems: Problem[] } {
  const parseResult = preparationPlanSchema.safeParse(json)
  if (parseResult.success) return { plan: parseResult.data, problems: [] }
  const [firstIssue] = parseResult.error.issues
  const params = { path: firstIssue?.path.join('.') ?? '', issue: firstIssue?.message ?? '' }
  return { problems: [error('plan.invalid.setting', params, { where: { setting: 'plan' } })] }
}

function readValidator({ target, schema: source }: Settings): { validator?: Validator; problems: Problem[] } {
  if (target !== 'own') return { problems: [] }
  const { validator, problems } = parseValidator(source)
  const locatedProblems = problems.map((problem) => ({ ...problem, where: { setting: 'schema', ...problem.where } }))
  if (validator && !hasErrors(problems)) return { validator, problems: locatedProblems }
  const missingSchema = error('schema.invalid.custom', {}, { where: { setting: 'schema' } })
  return { problems: locatedProblems.length > 0 ? locatedProblems : [missingSchema] }
}

/**
 * Returns whether the rows may represent links. In that case, the output lists the link endpoints as points, so its
 * columns are different.
 */
const canBeLinks = (columns: readonly Column[]): boolean =>
  columns.some(({ name }) =>
    /source|src|from|origin|sender|caller|parent|citing|follower|home|node|buyer|payer/i.test(name),
  ) && columns.length > 1

/**
 * Returns the output columns that are known before the run. If two measures may become coordinates, which depends on
 * their values, `x` and `y` are listed as possible columns.
 */
function toKnownColumns(
  { layout }: Settings,
  columns: readonly Column[],
): { columns: Column[]; more?: boolean; possible?: string[] } {
  const canHaveCoordinates =
    layout !== 'simulation' && columns.filter(({ type }) => getTypeFamily(type) === 'number').length > 1
  return { columns: toOutputColumns(columns), ...(canHaveCoordinates ? { more: true, possible: ['x', 'y'] } : {}) }
}

/**
 * Returns the columns that are known before any row is read: an ID and an index, followed by the other input columns.
 * The ID or index is renamed if the table has a column of that name with duplicate values. Coordinates are not
 * included, because they depend on the values.
 */
function toOutputColumns(columns: readonly Column[]): Column[] {
  const findColumn = (name: string): Column | undefined => columns.find((column) => column.name.toLowerCase() === name)
  const idColumn = findColumn('id')
  const indexColumn = findColumn('index')
  const pointColumns: Column[] = [
    { name: idColumn?.name ?? 'id', type: 'VARCHAR' },
    { name: indexColumn?.name ?? 'index', type: 'BIGINT' },
  ]
  return [...pointColumns, ...columns.filter((column) => column !== idColumn && column !== indexColumn)]
}
