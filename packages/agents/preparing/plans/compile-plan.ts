import { name, sql, type Sql } from '@aw-flow/engine'
import type { Column, Operation } from '@aw-flow/schema'
import { CellLayers, toLayeredCells } from './cell-layers.ts'
import { compileCounts, type CountStatement } from './count-effects.ts'
import type {
  CompiledOperation,
  NamedTable,
  OperationInput,
  TablewiseOperation,
} from '../operations/operation-definition.ts'
import { compileOperation } from '../operations/operations.ts'
import { OperationError, createOperationError } from '../operations/operation-error.ts'

/** The table of a plan, and other tables that it can read by name. @internal */
export interface PlanInput {
  columns: readonly Column[]
  /** SQL for the FROM clause. */
  from: Sql
  /** SQL for the column that orders the rows. */
  row: Sql
  tables?: Readonly<Record<string, NamedTable>>
}

/** A compiled operation of a plan. @internal */
export interface PlanStep {
  operation: Operation
  /** Index in the plan. */
  index: number
  stage: OperationInput
  compiled: CompiledOperation
  /** Columns after the operation. */
  columns: readonly Column[]
}

/** A plan as SQL. @internal */
export interface CompiledPlan {
  columns: readonly Column[]
  steps: readonly PlanStep[]
  /** The hidden column with the row positions. */
  row: Sql
  /** SQL for the prepared rows in order. */
  select: Sql
  /** SQL for the unordered rows after a number of steps, with their positions and all or some columns. */
  selectAfter(steps: number, columns?: readonly string[]): Sql
  /** Statements that count the effects of every operation. */
  counts: readonly CountStatement[]
  /**
   * A statement with up to three examples per operation: `op`, `row` (of the source, from 1), `column`, `before`,
   * `after`.
   *
   * @param positions - Known positions of examples by operation.
   */
  selectExamples(operations: readonly number[], positions?: ReadonlyMap<number, readonly bigint[]>): Sql | undefined
}

/**
 * Compiles a plan. Operations on single rows share SELECTs if they are independent (`CellLayers`); an operation on
 * several rows reads all rows before it. The effects of each operation are counted by comparing the rows before and
 * after it. Rejected operations are skipped.
 *
 * @throws OperationError that names the operation that is not valid for its inputs.
 * @internal
 */
export function compilePlan(operations: readonly Operation[], input: PlanInput): CompiledPlan {
  const row = name(makeRowColumnName(input.columns))
  const steps: PlanStep[] = []
  let columns: readonly Column[] = input.columns
  let hasGaps = false
  let isInOrder = true
  const runs: StepRun[] = [createRun(0, { from: input.from, columns, position: input.row, row })]
  operations.forEach((operation, index) => {
    if (operation.state === 'rejected') return
    const stage: OperationInput = { columns, row, hasGaps, isInOrder, tables: input.tables ?? {} }
    const compiled = compileStep(operation, index, stage)
    const run = runs.at(-1) as StepRun
    const columnsBefore = columns
    columns = compiled.cells.map(({ column }) => column)
    steps.push({ operation, index, stage, compiled, columns })
    if (compiled.kind === 'cells') {
      run.layers.add(toLayeredCells(compiled.cells), compiled.where)
      if (compiled.where) hasGaps = true
    } else {
      const from = toTableSelect(compiled, run.layers.select(toNames(columnsBefore)))
      runs.push(createRun(steps.length, { from: sql`(${from})`, columns, position: row, row }))
      if (!compiled.keepsOrder) isInOrder = false
      if (compiled.rows !== 'same') hasGaps = true
    }
  })
  const findRun = (count: number): StepRun => runs.findLast(({ firstStep }) => firstStep <= count) as StepRun
  const selectAfter = (count: number, columnNames?: readonly string[]): Sql => {
    const { firstStep, layers } = findRun(count)
    return layers.select(
      columnNames ?? toNames(count === 0 ? input.columns : steps[count - 1]!.columns),
      count - firstStep,
    )
  }
  const outputColumns = columns.map((column) => name(column.name))
  return {
    columns,
    steps,
    row,
    select: sql`SELECT ${outputColumns} FROM (${selectAfter(steps.length)})${isInOrder ? sql`` : sql` ORDER BY ${row}`}`,
    selectAfter,
    ...compileCounts({ steps, selectAfter, row, createLayers: (step) => new CellLayers(findRun(step).input) }),
  }
}

/** Consecutive steps on single rows over a relation. */
interface StepRun {
  /** Number of steps before the run. */
  firstStep: number
  input: ConstructorParameters<typeof CellLayers>[0]
  layers: CellLayers
}

const toNames = (columns: readonly Column[]): string[] => columns.map((column) => column.name)

function createRun(
  firstStep: number,
  { columns, ...rest }: Omit<StepRun['input'], 'columns'> & { columns: readonly Column[] },
): StepRun {
  const input = { ...rest, columns: toNames(columns) }
  return { firstStep, input, layers: new CellLayers(input) }
}

function compileStep(operation: Operation, index: number, stage: OperationInput): CompiledOperation {
  try {
    return compileOperation(operation, stage)
  } catch (cause) {
    if (!(cause instanceof OperationError)) throw cause
    const params = { place: index + 1, op: operation.op, reason: cause.reason }
    throw createOperationError('prepare.operation-failed', params, { cause })
  }
}

function toTableSelect(compiled: TablewiseOperation, input: Sql): Sql {
  if (compiled.keepsOrder) return compiled.select(sql`(${input})`)
  const table = name('aw:before')
  return sql`WITH ${table} AS (${input}) ${compiled.select(table)}`
}

function makeRowColumnName(columns: readonly Column[]): string {
  const usedNames = new Set(columns.map((column) => column.name.toLowerCase()))
  let candidate = 'aw:row'
  while (usedNames.has(candidate)) candidate += '_'
  return candidate
}
