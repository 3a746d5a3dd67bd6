import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column, Operation } from '@aw-flow/schema'
import { CellLayers, layeredCells } from './cell-layers.ts'
import { compileCounts, type CountedOperation } from './count-effects.ts'
import type { CompiledOperation, NamedTable, Stage, TablewiseOperation } from '../operations/operation-definition.ts'
import { compileOperation } from '../operations/operations.ts'
import { OperationError, operationError } from '../operations/operation-error.ts'

/** The table of a plan, and other tables that it can read by name. @internal */
export interface PlanInput {
  columns: readonly Column[]
  /** SQL for the FROM clause. */
  from: Sql
  /** SQL of the column that orders the rows. */
  row: Sql
  tables?: Readonly<Record<string, NamedTable>>
}

/** A compiled operation of a plan. @internal */
export interface PlanStep {
  operation: Operation
  /** Index in the plan. */
  index: number
  stage: Stage
  compiled: CompiledOperation
  /** Columns after the operation. */
  columns: readonly Column[]
}

/** A plan as SQL. @internal */
export interface CompiledPlan {
  columns: readonly Column[]
  steps: readonly PlanStep[]
  /** The hidden column of row positions. */
  row: Sql
  /** The prepared rows in order. */
  select: Sql
  /** The rows after a number of steps with their positions, of all or some columns; unordered. */
  stage(steps: number, columns?: readonly string[]): Sql
  /** Statements that count the effects of every operation. */
  counts: readonly CountedOperation[]
  /**
   * A statement with up to three examples per operation: `op`, `row` (of the source, from 1), `column`, `before`,
   * `after`.
   *
   * @param places - Known positions of examples by operation.
   */
  examples(operations: readonly number[], places?: ReadonlyMap<number, readonly bigint[]>): Sql | undefined
}

/**
 * Compiles a plan: operations on single rows share SELECTs if they are independent (`CellLayers`); an operation on
 * several rows reads all rows before it. The effects of each operation are counted between the rows before and after
 * it. Rejected operations are skipped.
 *
 * @throws OperationError that names the operation that does not fit.
 * @internal
 */
export function compilePlan(operations: readonly Operation[], input: PlanInput): CompiledPlan {
  const row = name(freeRowColumn(input.columns))
  const steps: PlanStep[] = []
  let columns: readonly Column[] = input.columns
  let hasGaps = false
  let isInOrder = true
  const runs: StepRun[] = [newRun(0, { from: input.from, columns, place: input.row, row })]
  operations.forEach((operation, index) => {
    if (operation.state === 'rejected') return
    const stage: Stage = { columns, row, hasGaps, isInOrder, tables: input.tables ?? {} }
    const compiled = compileStep(operation, index, stage)
    const run = runs.at(-1) as StepRun
    const before = columns
    columns = compiled.cells.map(({ column }) => column)
    steps.push({ operation, index, stage, compiled, columns })
    if (compiled.kind === 'cells') {
      run.layers.add(layeredCells(compiled.cells), compiled.where)
      if (compiled.where) hasGaps = true
    } else {
      const from = tableSelect(compiled, run.layers.select(namesOf(before)))
      runs.push(newRun(steps.length, { from: sql`(${from})`, columns, place: row, row }))
      if (!compiled.keepsOrder) isInOrder = false
      if (compiled.rows !== 'same') hasGaps = true
    }
  })
  const runOf = (count: number): StepRun => runs.findLast(({ first }) => first <= count) as StepRun
  const stage = (count: number, wanted?: readonly string[]): Sql => {
    const { first, layers } = runOf(count)
    return layers.select(wanted ?? namesOf(count === 0 ? input.columns : steps[count - 1]!.columns), count - first)
  }
  const shown = columns.map((column) => name(column.name))
  return {
    columns,
    steps,
    row,
    select: sql`SELECT ${shown} FROM (${stage(steps.length)})${isInOrder ? sql`` : sql` ORDER BY ${row}`}`,
    stage,
    ...compileCounts({ steps, stage, row, layersAt: (at) => new CellLayers(runOf(at).input) }),
  }
}

/** Consecutive steps on single rows over a relation. */
interface StepRun {
  /** Number of steps before it. */
  first: number
  input: ConstructorParameters<typeof CellLayers>[0]
  layers: CellLayers
}

const namesOf = (columns: readonly Column[]): string[] => columns.map((column) => column.name)

function newRun(
  first: number,
  { columns, ...rest }: Omit<StepRun['input'], 'columns'> & { columns: readonly Column[] },
): StepRun {
  const input = { ...rest, columns: namesOf(columns) }
  return { first, input, layers: new CellLayers(input) }
}

function compileStep(operation: Operation, index: number, stage: Stage): CompiledOperation {
  try {
    return compileOperation(operation, stage)
  } catch (cause) {
    if (!(cause instanceof OperationError)) throw cause
    const params = { place: index + 1, op: operation.op, reason: cause.reason }
    throw operationError('prepare.operation-failed', params, { cause })
  }
}

function tableSelect(compiled: TablewiseOperation, before: Sql): Sql {
  if (compiled.keepsOrder) return compiled.select(sql`(${before})`)
  const table = name('aw:before')
  return sql`WITH ${table} AS (${before}) ${compiled.select(table)}`
}

function freeRowColumn(columns: readonly Column[]): string {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()))
  let free = 'aw:row'
  while (taken.has(free)) free += '_'
  return free
}
