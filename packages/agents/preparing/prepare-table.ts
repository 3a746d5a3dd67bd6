import { message, type Message, type Text } from '@aw-flow/messages'
import { NodeError, TablesError, type HostChecks, type Sandbox, type Tables } from '@aw-flow/engine'
import {
  error,
  info,
  getProblemText,
  defined,
  type PreparationPlan,
  type TableRef,
  type TableProfile,
  type TableSchema,
  type ValidationReport,
} from '@aw-flow/schema'
import type {
  AppliedOperation,
  Attempt,
  ModelUse,
  PointLayout,
  PreparationDrift,
  PreparationReport,
  PreparationTarget,
  Validator,
} from '@aw-flow/schema/internal'
import { checkAnalyzedColumns } from '../check-analyzed-columns.ts'
import { getElapsedMs } from '../elapsed-ms.ts'
import { profileTable } from '../profiling/profile-table.ts'
import { runValidator } from '../validating/run-validator.ts'
import { compileForTable, type NamedTables } from './plans/compile-for-table.ts'
import type { CompiledPlan } from './plans/compile-plan.ts'
import { countPlanEffects } from './plans/count-plan-effects.ts'
import { toExpectedColumns, findDrift, isForDifferentTable, isUnchanged } from './saved-plan/find-drift.ts'
import { invertPlan } from './plans/invert-plan.ts'
import { OperationError } from './operations/operation-error.ts'
import { keepPlanFor } from './clean-table/plan-clean-table.ts'
import { measureColumns, type MeasuredTable } from './measure-columns.ts'
import { isSampledForPlan, profileForPlan } from './profile-for-plan.ts'
import { prepareLinks, type PreparedLinks } from './links/prepare-links.ts'
import {
  createCleanTableProposer,
  createRuleBasedProposer,
  type FailedRules,
  type Goal,
  type ProposePlan,
} from './propose-plan.ts'
import { findExcessLoss } from './find-excess-loss.ts'
import { RowSample } from './row-sample.ts'
import { createTargetValidator } from './targets/target-schema.ts'
import { validateOnSample } from './validate-on-sample.ts'
import { createDriftWarnings, collectWarnings } from './preparation-warnings.ts'

/**
 * Options for preparing a table.
 *
 * @internal
 */
export interface PrepareTableOptions {
  tables: Tables
  table: TableRef
  target: PreparationTarget
  /** ID of the prepared table. The ID of its link table has the suffix `-links`. */
  id: string
  /** A saved plan to apply. If absent, a plan is proposed. */
  plan?: PreparationPlan
  /** Other tables that the plan can read, keyed by name. The table `links` contains the links between the points. */
  namedTables?: NamedTables
  /** How coordinates are determined for points without coordinate columns. */
  layout?: PointLayout
  seed?: number
  /** Column to predict, for the target `ml-ready`. */
  label?: string
  /** Schema of a custom target. */
  schema?: TableSchema
  /** Validator of a custom target. */
  validator?: Validator
  /** Runs validators that consist of code. */
  sandbox?: Sandbox
  /** The checks registered by the host, for use in validators. */
  checks?: HostChecks
  /** A proposer that is tried before the rules. If absent, only rules propose plans. */
  propose?: ProposePlan
  /** Returns the language model usage of `propose`. */
  getModelUse?: () => ModelUse
  /** Maximum number of attempts per proposer after the first one. Default: 3. */
  maxRetries?: number
  signal?: AbortSignal
  /** Returns the time of a monotonic clock in milliseconds. */
  elapsed?: () => number
}

/** A prepared table, its link table if it has links, and the report on the preparation. @internal */
export interface PreparedTable {
  table: TableRef
  links?: TableRef
  report: PreparationReport
}

/**
 * Prepares a table for a target. Profiles the table, requests a plan, tries the plan on a sample if the table is large,
 * applies it in one statement, counts the effects of each operation, and validates the result. Failed rules are passed
 * to the next proposal, up to `maxRetries` times. For the targets `cosmo-ready` and `generic`, a plan from `propose` is
 * rejected if it loses more data than the rule-based plan. A saved plan is applied unchanged, and the report lists how
 * the table differs from the one that the plan was made for.
 *
 * @returns The prepared table, which may be invalid; see `report.validation`.
 * @throws A `NodeError`: `validation` if the table has no rows, `permanent` if no plan fits the table.
 *
 * @example
 * const { table: points, report } = await prepareTable({ tables, table, target: 'cosmo-ready', id: 'points' })
 * @internal
 */
export async function prepareTable(options: PrepareTableOptions): Promise<PreparedTable> {
  const { table, plan } = options
  const now = options.elapsed ?? (() => performance.now())
  if (table.rows === 0) throw createNoRowsError(table)
  if (options.target === 'ml-ready') checkAnalyzedColumns(table)
  if (plan) return applySavedPlan(options, plan, now)
  const rowSample = new RowSample(options)
  try {
    return await proposeAndTry(options, rowSample, now)
  } finally {
    await rowSample.drop()
  }
}

async function proposeAndTry(
  options: PrepareTableOptions,
  rowSample: RowSample,
  now: () => number,
): Promise<PreparedTable> {
  const { maxRetries = 3 } = options
  const goal = toGoal(options)
  const attempts: Attempt[] = []
  let failedRules: FailedRules = []
  let outcome: Outcome | undefined
  let failedTrial: { plan: PreparationPlan; profile: MeasuredTable } | undefined
  for (const { propose, getProfile, retryLimit: retries, ignoresFailedRules, proposeByRules } of createProposers(
    options,
    rowSample,
  )) {
    const profile = await getProfile()
    if (ignoresFailedRules) failedRules = []
    for (let retry = 0; retry <= Math.min(retries, maxRetries); retry++) {
      const attempt = attempts.length + 1
      const startMs = now()
      const proposal = await propose(goal, failedRules)
      if (!proposal) break
      if ('isLast' in proposal) {
        const { action, reason } = proposal
        attempts.push({ attempt, action, success: false, reason, ms: getElapsedMs(startMs, now()) })
        if (proposal.isLast) break
        continue
      }
      const uncheckedTrial = await tryPlan(options, rowSample, proposal)
      const trial = proposeByRules
        ? await rejectExcessLoss(options, uncheckedTrial, () => proposeByRules(goal))
        : uncheckedTrial
      const isSuccess = trial.validation?.valid === true && trial.links?.validation.valid !== false
      failedRules = findFailedRules(trial)
      const firstReason = trial.problem ?? failedRules[0]?.message
      const suffix = attempt === 1 ? '' : '-another'
      attempts.push({
        attempt,
        action: message(`prepare.${trial.failedSampleRules ? 'try' : 'apply'}${suffix}`, {
          operations: listOperationNames(proposal),
        }),
        success: isSuccess,
        reason: isSuccess
          ? message('prepare.succeeded', { rows: trial.table?.rows ?? 0, target: options.target })
          : (firstReason ?? message('prepare.outcome-not-valid', {})),
        ms: getElapsedMs(startMs, now()),
      })
      if (trial.table) outcome = { ...(trial as Outcome), profile }
      else if (trial.failedSampleRules) failedTrial = { plan: proposal, profile }
      if (isSuccess) return createReport(options, outcome!, attempts)
    }
  }
  // If no plan was applied to the entire table, the last plan that failed on the sample is applied to it, and the
  // report lists its failed rules.
  if (!outcome && failedTrial) {
    const { plan: lastPlan, profile } = failedTrial
    const trialResult = await catchProblems(lastPlan, () => applyPlan(options, lastPlan))
    if (trialResult.table) outcome = { ...(trialResult as Outcome), profile }
  }
  if (!outcome) throw createNoPlanError(attempts)
  return createReport(options, outcome, attempts)
}

type Proposal = ReturnType<ProposePlan>

/** A source of plans, and how its plans are treated. */
interface Proposer {
  propose(goal: Goal, failedRules: FailedRules): Proposal
  getProfile(): Promise<MeasuredTable>
  retryLimit: number
  /** Whether the first attempt ignores the rules that failed for earlier proposers' plans. */
  ignoresFailedRules: boolean
  /** Proposes the plan by rules. If present, plans must not lose more data than that plan. */
  proposeByRules?: ((goal: Goal) => Proposal) | undefined
}

/**
 * Creates the proposers in the order of their attempts: the provided one, then the rules. For a large table, the rules
 * first make a plan based on a sample, which is safe because the result is validated over all rows. If it fails, they
 * make another plan based on a complete profile.
 */
function createProposers(
  { tables, table, target, propose, signal }: PrepareTableOptions,
  rowSample: RowSample,
): Proposer[] {
  const createProposer = <Profile extends MeasuredTable>(
    proposeFrom: ProposePlan<Profile>,
    readProfile: () => Promise<Profile>,
    options: Partial<Proposer> = {},
  ): Proposer => {
    let profile: Promise<Profile> | undefined
    const getProfile = (): Promise<Profile> => (profile ??= readProfile())
    return {
      propose: async (goal, failedRules) => proposeFrom(goal, await getProfile(), failedRules, signal),
      getProfile,
      retryLimit: Infinity,
      ignoresFailedRules: false,
      ...options,
    }
  }
  if (target === 'generic' && !propose)
    return [createProposer(createCleanTableProposer(tables), () => measureColumns(tables, table, signal))]
  let completeProfile: Promise<TableProfile> | undefined
  const getProfile = (): Promise<TableProfile> =>
    (completeProfile ??= profileTable(tables, table, { depth: 'counts', ...defined({ signal }) }))
  const proposeByRules = createRuleBasedProposer(tables)
  if (propose) {
    const mustKeepData = target === 'cosmo-ready' || target === 'generic'
    const proposeAnew = async (goal: Goal): Proposal =>
      createRuleBasedProposer(tables)(goal, await getProfile(), [], signal)
    return [
      createProposer(propose, getProfile, mustKeepData ? { proposeByRules: proposeAnew } : {}),
      createProposer(proposeByRules, getProfile),
    ]
  }
  if (target !== 'cosmo-ready' || !isSampledForPlan(table)) return [createProposer(proposeByRules, getProfile)]
  return [
    createProposer(
      createRuleBasedProposer(tables, { isSampled: true }),
      () => profileForPlan(tables, table, rowSample, signal),
      { retryLimit: 0 },
    ),
    createProposer(proposeByRules, getProfile, { ignoresFailedRules: true }),
  ]
}

const toGoal = ({
  target,
  table,
  namedTables = {},
  layout,
  seed,
  label,
  schema,
  validator,
}: PrepareTableOptions): Goal => defined({ target, table, namedTables, layout, seed, label, schema, validator })

interface TrialResult {
  plan: PreparationPlan
  table?: TableRef
  applied?: AppliedOperation[]
  validation?: ValidationReport
  links?: PreparedLinks
  /** Rules that failed on a sample. If there are any, the plan was not applied to the entire table. */
  failedSampleRules?: FailedRules
  /** Why the plan could not be applied or was rejected. */
  problem?: Text
}
type Outcome = TrialResult &
  Required<Pick<TrialResult, 'table' | 'applied' | 'validation'>> & { profile?: MeasuredTable }

const findFailedRules = ({ validation, links, failedSampleRules = [], problem }: TrialResult): FailedRules => [
  ...failedSampleRules,
  ...(problem === undefined
    ? []
    : [
        {
          code: 'plan',
          rule: message('prepare.plan-fits', {}),
          valid: false,
          failing: 1,
          checked: 1,
          sample: [],
          message: problem,
        },
      ]),
  ...(validation?.rules ?? []).filter(({ valid }) => !valid),
  ...(links?.validation.rules ?? []).filter(({ valid }) => !valid),
]

/** Applies a plan, first to a sample if the table is large. Problems and failed rules are returned, not thrown. */
const tryPlan = (options: PrepareTableOptions, rowSample: RowSample, plan: PreparationPlan): Promise<TrialResult> =>
  catchProblems(plan, async () => {
    // Rules plan a clean table from all rows, and it has no requirements that a sample can violate.
    const isCertain = options.target === 'generic' && !options.propose
    const sample = isCertain ? undefined : await rowSample.getTrialSample()
    const failedSampleRules = sample ? await validateOnSample(plan, sample, options) : []
    return failedSampleRules.length > 0 ? { plan, failedSampleRules } : applyPlan(options, plan)
  })

async function catchProblems(plan: PreparationPlan, runTrial: () => Promise<TrialResult>): Promise<TrialResult> {
  try {
    return await runTrial()
  } catch (cause) {
    if (cause instanceof OperationError) return { plan, problem: cause.reason }
    if (cause instanceof TablesError) return { plan, problem: getProblemText(cause.problem) }
    throw cause
  }
}

/** Rejects a plan that loses more data than the rule-based plan. The result then has only the plan and the reason. */
async function rejectExcessLoss(
  { tables, table, namedTables = {}, signal }: PrepareTableOptions,
  trial: TrialResult,
  proposeByRules: () => Proposal,
): Promise<TrialResult> {
  const { plan, table: preparedTable, applied } = trial
  if (!preparedTable || !applied) return trial
  const loss = await findExcessLoss(tables, table, {
    applied,
    columns: preparedTable.columns,
    namedTables,
    signal,
    proposeByRules,
  })
  return loss ? { plan, problem: loss } : trial
}

async function applyPlan(options: PrepareTableOptions, plan: PreparationPlan): Promise<Outcome> {
  const { tables, table, id, signal, namedTables = {} } = options
  const abortOptions = defined({ signal })
  const compiledPlan: CompiledPlan = compileForTable({ table, operations: plan.operations, namedTables })
  const preparedTable = await tables.create(compiledPlan.select, { id, ...abortOptions })
  const { applied } = await countPlanEffects(tables, compiledPlan, table.rows, signal)
  const validation = await validateOutcome(options, plan, preparedTable)
  const links = plan.links
    ? await prepareLinks({
        tables,
        table,
        plan,
        points: preparedTable,
        namedTables,
        id: `${id}-links`,
        ...abortOptions,
      })
    : undefined
  return defined({ plan, table: preparedTable, applied, validation, links })
}

/** Validates a prepared table against the target of its plan. */
function validateOutcome(
  { tables, sandbox, checks, signal, namedTables }: PrepareTableOptions,
  plan: PreparationPlan,
  table: TableRef,
): Promise<ValidationReport> {
  return runValidator({
    validator: createTargetValidator(plan, table.columns),
    tables,
    table,
    namedTables: { ...namedTables, this: table },
    sandbox,
    checks,
    signal: signal ?? new AbortController().signal,
  })
}

async function applySavedPlan(
  options: PrepareTableOptions,
  plan: PreparationPlan,
  now: () => number,
): Promise<PreparedTable> {
  const startMs = now()
  const { tables, table, signal } = options
  const drift = await findDrift(tables, plan, table, signal)
  try {
    const outcome = await applyPlan(options, plan)
    const isValid = outcome.validation.valid && outcome.links?.validation.valid !== false
    const attempts: Attempt[] = [
      {
        attempt: 1,
        action: message('prepare.apply', { operations: listOperationNames(plan) }),
        success: isValid,
        reason: isValid
          ? message('prepare.succeeded', { rows: outcome.table.rows, target: plan.target })
          : (findFailedRules(outcome)[0]?.message ?? message('prepare.outcome-not-valid', {})),
        ms: getElapsedMs(startMs, now()),
      },
    ]
    const preparedTable = createReport(options, replaceInapplicableNotes(outcome, table), attempts)
    if (isUnchanged(drift) && drift.added.length === 0) return preparedTable
    const { report } = preparedTable
    return {
      ...preparedTable,
      report: { ...report, drift, warnings: [...createDriftWarnings(drift), ...report.warnings] },
    }
  } catch (cause) {
    if (cause instanceof OperationError) throw createPlanMismatchError(cause.reason, drift, cause)
    if (cause instanceof TablesError) throw createPlanMismatchError(getProblemText(cause.problem), drift, cause)
    throw cause
  }
}

/** Replaces the notes of a plan that was made for a different table, because they do not apply to this one. */
function replaceInapplicableNotes(outcome: Outcome, table: TableRef): Outcome {
  const { madeFor } = outcome.plan
  if (!madeFor || !isForDifferentTable(outcome.plan, table)) return outcome
  const notes = [info('prepare.plan-for-other-table', { rows: madeFor.rows })]
  return { ...outcome, plan: { ...outcome.plan, notes } }
}

function createReport(options: PrepareTableOptions, outcome: Outcome, attempts: Attempt[]): PreparedTable {
  const { table } = options
  const { table: preparedTable, applied, validation, links } = outcome
  keepPlanFor(outcome.plan, preparedTable)
  const madeFor = { table: table.id, rows: table.rows }
  const plan = { madeFor, expects: toExpectedColumns(outcome.plan, table, outcome.profile), ...outcome.plan }
  return {
    table: preparedTable,
    ...(links ? { links: links.table } : {}),
    report: {
      target: plan.target,
      plan,
      applied,
      rowsIn: table.rows,
      rowsOut: preparedTable.rows,
      columnsIn: table.columns,
      columnsOut: preparedTable.columns,
      validation,
      ...(links ? { links: links.report } : {}),
      ...(plan.target === 'ml-ready' ? { inverse: invertPlan(plan, table, options.namedTables) } : {}),
      attempts,
      ...(options.getModelUse ? { modelUse: options.getModelUse() } : {}),
      warnings: collectWarnings({
        plan,
        applied,
        validation,
        links: links?.report,
        rowsIn: table.rows,
        isForDifferentTable: isForDifferentTable(plan, table),
      }),
    },
  }
}

/** Lists the names of a plan's operations to describe an attempt. */
const listOperationNames = ({ operations }: PreparationPlan): readonly (string | Message)[] =>
  operations.length === 0 ? [message('prepare.no-operations', {})] : operations.map(({ op }) => op)

function createPlanMismatchError(reason: Text, drift: PreparationDrift, cause: unknown): NodeError {
  const columns = drift.missing.map(({ column }) => column)
  const fullReason = columns.length > 0 ? message('prepare.reason-missing-columns', { reason, columns }) : reason
  return new NodeError('permanent', error('prepare.plan-does-not-fit', { reason: fullReason }), { cause })
}

const createNoPlanError = (attempts: readonly Attempt[]): NodeError =>
  new NodeError(
    'permanent',
    error('prepare.no-plan', { reason: attempts.at(-1)?.reason ?? message('prepare.none-proposed', {}) }),
  )

function createNoRowsError({ columns }: TableRef): NodeError {
  const names = columns.map(({ name }) => name)
  return new NodeError('validation', error('prepare.no-rows', { count: names.length, columns: names }))
}
