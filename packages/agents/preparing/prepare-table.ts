import { message, type Message, type Text } from '@aw-flow/messages'
import { NodeError, TablesError, type HostChecks, type Sandbox, type Tables } from '@aw-flow/engine'
import {
  error,
  info,
  textOf,
  type AppliedOperation,
  type Attempt,
  type ModelUse,
  type PointLayout,
  type PreparationDrift,
  type PreparationPlan,
  type PreparationReport,
  type PreparationTarget,
  type TableRef,
  type TableProfile,
  type TableSchema,
  type ValidationReport,
  type Validator,
} from '@aw-flow/schema'
import { spentMs } from '../spent-ms.ts'
import { profileTable } from '../profiling/profile-table.ts'
import { runValidator } from '../validating/run-validator.ts'
import { validateTable } from '../validating/validate-table.ts'
import { compileForTable, type GivenTables } from './plans/compile-for-table.ts'
import type { CompiledPlan } from './plans/compile-plan.ts'
import { countPlan } from './plans/count-plan.ts'
import { expectedColumns, findDrift, isOfAnother, isSameShape } from './saved-plan/find-drift.ts'
import { invertPlan } from './plans/invert-plan.ts'
import { OperationError } from './operations/operation-error.ts'
import { isSampledForPlan, sampleForPlan } from './profile-for-plan.ts'
import { prepareLinks, type PreparedLinks } from './links/prepare-links.ts'
import { proposeByRules, type Findings, type Goal, type ProposePlan } from './propose-plan.ts'
import { RowSamples } from './row-samples.ts'
import { targetSchema } from './targets/target-schema.ts'
import { tryOnSample } from './try-on-sample.ts'
import { driftWarnings, warningsOf } from './preparation-warnings.ts'

export interface PrepareTableOptions {
  tables: Tables
  table: TableRef
  target: PreparationTarget
  /** The prepared table's identity; that of its links has `-links` behind it. */
  id: string
  /** A plan made or edited before, to be carried out as it stands. */
  plan?: PreparationPlan
  /** Tables that the plan may read by name; `links` is taken for the links of the points. */
  given?: GivenTables
  /** For points without coordinates. */
  layout?: PointLayout
  seed?: number
  /** For ml-ready: the column that is to be foretold. */
  label?: string
  /** For a target of one's own: a schema, or any validator. */
  schema?: TableSchema
  validator?: Validator
  /** What validators need that run code, or functions of the host. */
  sandbox?: Sandbox
  checks?: HostChecks
  /** Who proposes plans; rules, where it is not said. When it has nothing more to propose, rules go on. */
  propose?: ProposePlan
  /** What whoever proposes has used of a language model. */
  modelUse?: () => ModelUse
  /** Attempts after the first, for each who proposes. */
  maxRetries?: number
  signal?: AbortSignal
  /** Milliseconds on a clock that never goes back. */
  elapsed?: () => number
}

/** A prepared table, and beside points their links. */
export interface PreparedTable {
  table: TableRef
  links?: TableRef
  report: PreparationReport
}

/**
 * Makes a table that meets a target: looks at it, asks for a plan, tries the plan on a sample where the table is large,
 * carries it out in one statement, counts what each operation did, and checks the outcome against the target. What fails
 * is told to whoever proposes the next plan, up to `maxRetries` (3) times. A given plan is carried out as it stands, and
 * how the table differs from the one that it was made for is told. Throws a `NodeError` ('validation') for a table
 * without rows, ('permanent') for a given plan that does not fit the table.
 */
export async function prepareTable(options: PrepareTableOptions): Promise<PreparedTable> {
  const { table, plan } = options
  const elapsed = options.elapsed ?? (() => performance.now())
  if (table.rows === 0) throw noRows(table)
  if (plan) return carryOutGiven(options, plan, elapsed)
  const samples = new RowSamples(options)
  try {
    return await proposeAndTry(options, samples, elapsed)
  } finally {
    await samples.drop()
  }
}

async function proposeAndTry(
  options: PrepareTableOptions,
  samples: RowSamples,
  elapsed: () => number,
): Promise<PreparedTable> {
  const { signal, maxRetries = 3 } = options
  const goal = goalOf(options)
  const attempts: Attempt[] = []
  let findings: Findings = []
  let outcome: Outcome | undefined
  let failed: { plan: PreparationPlan; profile: TableProfile } | undefined
  for (const { propose, look, retries, isAfresh } of turnsOf(options, samples)) {
    const profile = await look()
    if (isAfresh) findings = []
    for (let tries = 0; tries <= Math.min(retries, maxRetries); tries++) {
      const attempt = attempts.length + 1
      const started = elapsed()
      const proposed = await propose(goal, profile, findings, signal)
      if (!proposed) break
      if ('failed' in proposed) {
        const { action, failed: reason } = proposed
        attempts.push({ attempt, action, success: false, reason, ms: spentMs(started, elapsed()) })
        if (proposed.isLast) break
        continue
      }
      const tried = await tryPlan(options, samples, proposed)
      const verdict = tried.validation?.valid === true && tried.links?.validation.valid !== false
      findings = failing(tried)
      const first = tried.problem ?? findings[0]?.message
      const which = attempt === 1 ? '' : '-another'
      attempts.push({
        attempt,
        action: message(`prepare.${tried.sampled ? 'try' : 'apply'}${which}`, { operations: kindsOf(proposed) }),
        success: verdict,
        reason: verdict
          ? message('prepare.succeeded', { rows: tried.table?.rows ?? 0, target: options.target })
          : (first ?? message('prepare.outcome-not-valid', {})),
        ms: spentMs(started, elapsed()),
      })
      if (tried.table) outcome = { ...(tried as Outcome), profile }
      else if (tried.sampled) failed = { plan: proposed, profile }
      if (verdict) return reportOf(options, outcome!, attempts)
    }
  }
  // Nothing is valid: then people get what came nearest, made of the whole table, with all that is wrong with it.
  if (!outcome && failed) {
    const { plan: last, profile } = failed
    const whole = await tellingProblems(last, () => carryOut(options, last))
    if (whole.table) outcome = { ...(whole as Outcome), profile }
  }
  if (!outcome) throw nothingFits(attempts)
  return reportOf(options, outcome, attempts)
}

interface Turn {
  propose: ProposePlan
  look(): Promise<TableProfile>
  retries: number
  /** Whether what failed before is of no use to it. */
  isAfresh: boolean
}

/**
 * Who proposes plans, one after another: who was given, then rules. Rules first look at a sample of a large table, since
 * the outcome is checked over every row; where that misled them they look at every row.
 */
function turnsOf({ tables, table, target, propose, signal }: PrepareTableOptions, samples: RowSamples): Turn[] {
  let whole: Promise<TableProfile> | undefined
  const look = (): Promise<TableProfile> =>
    (whole ??= profileTable(tables, table, { depth: 'counts', ...(signal ? { signal } : {}) }))
  const all = { look, retries: Infinity, isAfresh: false }
  const rules: Turn = { ...all, propose: proposeByRules(tables) }
  if (propose) return [{ ...all, propose }, rules]
  if (target !== 'cosmo-ready' || !isSampledForPlan(table)) return [rules]
  const sampled: Turn = {
    propose: proposeByRules(tables, { isSampled: true }),
    look: () => sampleForPlan(tables, table, samples, signal),
    retries: 0,
    isAfresh: false,
  }
  return [sampled, { ...rules, isAfresh: true }]
}

const goalOf = ({ target, table, given = {}, layout, seed, label, schema, validator }: PrepareTableOptions): Goal => ({
  target,
  table,
  given,
  ...(layout === undefined ? {} : { layout }),
  ...(seed === undefined ? {} : { seed }),
  ...(label === undefined ? {} : { label }),
  ...(schema === undefined ? {} : { schema }),
  ...(validator === undefined ? {} : { validator }),
})

interface Tried {
  plan: PreparationPlan
  table?: TableRef
  applied?: AppliedOperation[]
  validation?: ValidationReport
  links?: PreparedLinks
  /** The rules that failed on a sample; the whole table was not made then. */
  sampled?: Findings
  /** Why the plan could not be applied. */
  problem?: Text
}
type Outcome = Tried & Required<Pick<Tried, 'table' | 'applied' | 'validation'>> & { profile?: TableProfile }

const failing = ({ validation, links, sampled = [], problem }: Tried): Findings => [
  ...sampled,
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

/** Carries a plan out, first on a sample where the table is large; what cannot be carried out, or fails there, is told. */
const tryPlan = (options: PrepareTableOptions, samples: RowSamples, plan: PreparationPlan): Promise<Tried> =>
  tellingProblems(plan, async () => {
    const sample = await samples.forTrial()
    const sampled = sample ? await tryOnSample(plan, sample, options) : []
    return sampled.length > 0 ? { plan, sampled } : carryOut(options, plan)
  })

async function tellingProblems(plan: PreparationPlan, work: () => Promise<Tried>): Promise<Tried> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof OperationError) return { plan, problem: cause.reason }
    if (cause instanceof TablesError) return { plan, problem: textOf(cause.problem) }
    throw cause
  }
}

async function carryOut(options: PrepareTableOptions, plan: PreparationPlan): Promise<Outcome> {
  const { tables, table, id, signal, given = {} } = options
  const settings = signal ? { signal } : {}
  const compiled: CompiledPlan = compileForTable({ table, operations: plan.operations, given })
  const prepared = await tables.create(compiled.select, { id, ...settings })
  const { applied } = await countPlan(tables, compiled, table.rows, signal)
  const validation = await judge(options, plan, prepared)
  const links = plan.links
    ? await prepareLinks({ tables, table, plan, points: prepared, given, id: `${id}-links`, ...settings })
    : undefined
  return { plan, table: prepared, applied, validation, ...(links ? { links } : {}) }
}

/** Whether what was made meets the plan's target. */
function judge(options: PrepareTableOptions, plan: PreparationPlan, table: TableRef): Promise<ValidationReport> {
  const { tables, sandbox, checks, signal } = options
  const given = { ...options.given, this: table }
  if (plan.target === 'own' && plan.validator)
    return runValidator({
      validator: plan.validator,
      tables,
      table,
      given,
      sandbox,
      checks,
      signal: signal ?? new AbortController().signal,
    })
  const schema = targetSchema(plan, table.columns)
  return validateTable({ tables, table, schema, given, ...(signal ? { signal } : {}) })
}

async function carryOutGiven(
  options: PrepareTableOptions,
  plan: PreparationPlan,
  elapsed: () => number,
): Promise<PreparedTable> {
  const started = elapsed()
  const { tables, table, signal } = options
  const drift = await findDrift(tables, plan, table, signal)
  try {
    const outcome = await carryOut(options, plan)
    const isValid = outcome.validation.valid && outcome.links?.validation.valid !== false
    const attempts: Attempt[] = [
      {
        attempt: 1,
        action: message('prepare.apply', { operations: kindsOf(plan) }),
        success: isValid,
        reason: isValid
          ? message('prepare.succeeded', { rows: outcome.table.rows, target: plan.target })
          : (failing(outcome)[0]?.message ?? message('prepare.outcome-not-valid', {})),
        ms: spentMs(started, elapsed()),
      },
    ]
    const made = reportOf(options, ofThisTable(outcome, table), attempts)
    return isSameShape(drift) && drift.added.length === 0
      ? made
      : { ...made, report: { ...made.report, drift, warnings: [...driftWarnings(drift), ...made.report.warnings] } }
  } catch (cause) {
    if (cause instanceof OperationError) throw doesNotFit(cause.reason, drift, cause)
    if (cause instanceof TablesError) throw doesNotFit(textOf(cause.problem), drift, cause)
    throw cause
  }
}

/** Of a plan that was made for another table, what it noted there is not told of this one. */
function ofThisTable(outcome: Outcome, table: TableRef): Outcome {
  const { madeFor } = outcome.plan
  if (!madeFor || !isOfAnother(outcome.plan, table)) return outcome
  const notes = [info('prepare.plan-of-before', { rows: madeFor.rows })]
  return { ...outcome, plan: { ...outcome.plan, notes } }
}

function reportOf(options: PrepareTableOptions, outcome: Outcome, attempts: Attempt[]): PreparedTable {
  const { table } = options
  const { table: prepared, applied, validation, links } = outcome
  const madeFor = { table: table.id, rows: table.rows }
  const plan = { madeFor, expects: expectedColumns(outcome.plan, table, outcome.profile), ...outcome.plan }
  return {
    table: prepared,
    ...(links ? { links: links.table } : {}),
    report: {
      target: plan.target,
      plan,
      applied,
      rowsIn: table.rows,
      rowsOut: prepared.rows,
      columnsIn: table.columns,
      columnsOut: prepared.columns,
      validation,
      ...(links ? { links: links.report } : {}),
      ...(plan.target === 'ml-ready' ? { inverse: invertPlan(plan, table, options.given) } : {}),
      attempts,
      ...(options.modelUse ? { modelUse: options.modelUse() } : {}),
      warnings: warningsOf({
        plan,
        applied,
        validation,
        links: links?.report,
        rowsIn: table.rows,
        isOfAnother: isOfAnother(plan, table),
      }),
    },
  }
}

/** The kinds of a plan's operations, for the action of an attempt. */
const kindsOf = ({ operations }: PreparationPlan): readonly (string | Message)[] =>
  operations.length === 0 ? [message('prepare.no-operations', {})] : operations.map(({ op }) => op)

function doesNotFit(reason: Text, drift: PreparationDrift, cause: unknown): NodeError {
  const columns = drift.missing.map(({ column }) => column)
  const all = columns.length > 0 ? message('prepare.reason-missing-columns', { reason, columns }) : reason
  return new NodeError('permanent', error('prepare.plan-does-not-fit', { reason: all }), { cause })
}

const nothingFits = (attempts: readonly Attempt[]): NodeError =>
  new NodeError(
    'permanent',
    error('prepare.no-plan', { reason: attempts.at(-1)?.reason ?? message('prepare.none-proposed', {}) }),
  )

function noRows({ columns }: TableRef): NodeError {
  const names = columns.map(({ name }) => name)
  return new NodeError('validation', error('prepare.no-rows', { count: names.length, columns: names }))
}
