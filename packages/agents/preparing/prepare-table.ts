import { name, NodeError, tableName, TablesError, type Scalar, type Tables } from '@aw-flow/engine'
import {
  error,
  warning,
  type AppliedOperation,
  type Attempt,
  type PreparationPlan,
  type PreparationReport,
  type PreparationTarget,
  type Problem,
  type TableRef,
  type ValidationReport,
} from '@aw-flow/schema'
import { validateTable } from '../validating/validate-table.ts'
import { compilePlan, type CompiledPlan } from './compile-plan.ts'
import { cosmoReadySchema } from './cosmo-ready-schema.ts'
import { planCosmoReady } from './plan-cosmo-ready.ts'
import { profileTable } from './profile-table.ts'

export interface PrepareTableOptions {
  tables: Tables
  table: TableRef
  target: PreparationTarget
  /** The prepared table's identity. */
  id: string
  /** A plan made or edited before, to be carried out as it stands. */
  plan?: PreparationPlan
  signal?: AbortSignal
  /** Milliseconds on a clock that never goes back. */
  elapsed?: () => number
}

/**
 * Makes a table that meets a target: profiles it, plans, carries the plan out in one statement, counts what each
 * operation did, and checks the outcome against the target. A plan whose outcome is not valid is followed by one without
 * coordinates. `rowsIn` is `rowsOut` and the rows dropped. Throws a `NodeError` ('validation') for a table without rows,
 * ('permanent') for a plan that does not fit the table.
 */
export async function prepareTable(
  options: PrepareTableOptions,
): Promise<{ table: TableRef; report: PreparationReport }> {
  const { tables, table, target, signal } = options
  const elapsed = options.elapsed ?? (() => performance.now())
  if (table.rows === 0) throw noRows(table)
  const attempts: Attempt[] = []
  const profile = options.plan ? undefined : await profileTable(tables, table, signal)
  const plans = profile
    ? [() => planCosmoReady(profile), () => planCosmoReady(profile, { coordinates: false })]
    : [() => options.plan as PreparationPlan]
  let outcome: Prepared | undefined
  for (const [index, makePlan] of plans.entries()) {
    const started = elapsed()
    const plan = makePlan()
    outcome = await carryOut(options, plan)
    const { valid } = outcome.validation
    attempts.push({
      attempt: index + 1,
      action: `${index === 0 ? 'Carry out the plan' : 'Carry out a plan without coordinates'}: ${plan.operations.map(({ op }) => op).join(', ')}`,
      success: valid,
      reason: valid ? `${outcome.table.rows} rows are ${target}.` : firstFailure(outcome.validation),
      ms: elapsed() - started,
    })
    if (valid || plan.roles.x === undefined) break
  }
  const { plan, applied, validation, table: prepared } = outcome as Prepared
  return {
    table: prepared,
    report: {
      target,
      plan,
      applied,
      rowsIn: table.rows,
      rowsOut: prepared.rows,
      columnsIn: table.columns,
      columnsOut: prepared.columns,
      validation,
      attempts,
      warnings: warningsOf(plan, applied, validation, table.rows),
    },
  }
}

interface Prepared {
  plan: PreparationPlan
  table: TableRef
  applied: AppliedOperation[]
  validation: ValidationReport
}

async function carryOut(options: PrepareTableOptions, plan: PreparationPlan): Promise<Prepared> {
  const { tables, table, id, signal } = options
  const compiled = compile(plan, table)
  const settings = signal ? { signal } : {}
  try {
    const [effects = {}] = compiled.effects ? await tables.rows(compiled.effects, settings) : []
    const changing = plan.operations.flatMap((_, index) => (changes(effects, index) ? [index] : []))
    const shown = compiled.examples(changing)
    const examples = shown ? await tables.rows(shown, settings) : []
    const prepared = await tables.create(compiled.select, { id, ...settings })
    const applied = appliedOperations(plan, table.rows, effects, examples)
    const schema = cosmoReadySchema(plan.roles, prepared.columns)
    const validation = await validateTable({ tables, table: prepared, schema, ...settings })
    return { plan, table: prepared, applied, validation }
  } catch (cause) {
    if (!(cause instanceof TablesError) || !options.plan) throw cause
    throw doesNotFit(cause.problem.message, cause)
  }
}

const changes = (effects: Record<string, Scalar>, index: number): boolean =>
  [`rows${index}`, `changed${index}`, `nulled${index}`].some((effect) => Number(effects[effect] ?? 0) > 0)

function compile(plan: PreparationPlan, table: TableRef): CompiledPlan {
  try {
    return compilePlan(plan, table.columns, name(tableName(table.id)))
  } catch (cause) {
    if (cause instanceof RangeError) throw doesNotFit(cause.message, cause)
    throw cause
  }
}

const doesNotFit = (message: string, cause: unknown): NodeError =>
  new NodeError(
    'permanent',
    error('prepare.plan-does-not-fit', `The plan does not fit the table: ${message}`, {
      hint: 'Make a new plan for this table, or correct the columns that the plan names.',
    }),
    { cause },
  )

/** What was counted, per operation. An operation that makes a column fills a cell of it in every row that is left. */
function appliedOperations(
  { operations }: PreparationPlan,
  rowsIn: number,
  effects: Record<string, Scalar>,
  examples: readonly Record<string, Scalar>[],
): AppliedOperation[] {
  const text = (value: Scalar | undefined): string | null =>
    value === null || value === undefined ? null : String(value)
  let rows = rowsIn
  return operations.map((operation, index) => {
    const rowsDropped = Number(effects[`rows${index}`] ?? 0)
    rows -= rowsDropped
    const makes = operation.op === 'generate-id' || operation.op === 'number-rows'
    return {
      operation,
      rowsDropped,
      cellsChanged: makes ? rows : Number(effects[`changed${index}`] ?? 0),
      cellsNulled: Number(effects[`nulled${index}`] ?? 0),
      examples: examples
        .filter((example) => example.op === index)
        .map((example) => ({ row: Number(example.row), before: text(example.before), after: text(example.after) })),
    }
  })
}

function noRows(table: TableRef): NodeError {
  const columns = table.columns.map(({ name: column }) => `\`${column}\``).slice(0, 5)
  const has =
    columns.length === 0 ? 'and no columns' : `(columns: ${columns.join(', ')}${table.columns.length > 5 ? ', …' : ''})`
  return new NodeError(
    'validation',
    error('prepare.no-rows', `The table has no rows ${has}: there is nothing to prepare.`, {
      hint: 'Look at what the node before gives out, and load a file that holds rows.',
    }),
  )
}

const firstFailure = ({ rules }: ValidationReport): string =>
  rules.find(({ valid }) => !valid)?.message ?? 'It is not valid.'

function warningsOf(
  plan: PreparationPlan,
  applied: readonly AppliedOperation[],
  validation: ValidationReport,
  rowsIn: number,
): Problem[] {
  const warnings = [...plan.notes]
  for (const { operation, rowsDropped, cellsNulled, examples } of applied) {
    const shown = examples.map(({ row }) => row).join(', ')
    if (rowsDropped > 0)
      warnings.push(
        warning(
          'prepare.rows-dropped',
          `${rowsDropped} of ${rowsIn} rows ${rowsDropped === 1 ? 'is' : 'are'} dropped (row ${shown}${rowsDropped > examples.length ? ', …' : ''}): ${operation.reason}`,
          { hint: 'Fill these cells in the source to keep the rows.' },
        ),
      )
    if (cellsNulled > 0 && 'column' in operation)
      warnings.push(
        warning(
          'prepare.cells-emptied',
          `${cellsNulled} ${cellsNulled === 1 ? 'cell' : 'cells'} of \`${operation.column}\` ${cellsNulled === 1 ? 'is' : 'are'} emptied (row ${shown}${cellsNulled > examples.length ? ', …' : ''}): ${operation.reason}`,
          { where: { column: operation.column } },
        ),
      )
  }
  if (!validation.valid)
    warnings.push(warning('prepare.not-valid', `The prepared table is not ${plan.target}: ${firstFailure(validation)}`))
  return warnings
}
