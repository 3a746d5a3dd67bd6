import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { isAppliedOperation, type Operation } from '@aw-flow/schema/internal'
import { CellLayers, toLayeredColumns } from './cell-layers.ts'
import { compileCounts, type CountStatement } from './count-effects.ts'
import type {
  CompiledOperation,
  NamedTable,
  OperationInput,
  TablewiseOperation,
} from '../operations/operation-definition.ts'
import { compileOperation } from '../operations/operations.ts'
import { OperationError, createOperationError } from '../operations/operation-error.ts'

/** The table that a plan is applied to, and other tables that it can read by name. @internal */
export interface PlanInput {
  columns: readonly Column[]
  /** SQL for the FROM clause. */
  from: Sql
  /** SQL for the column that orders the rows. */
  row: Sql
  /** Other tables, keyed by name. */
  tables?: Readonly<Record<string, NamedTable>>
}

/** A compiled operation of a plan. @internal */
export interface PlanStep {
  operation: Operation
  /** Index of the operation in the plan. */
  index: number
  /** Input of the operation. */
  input: OperationInput
  compiled: CompiledOperation
  /** Columns after the operation. */
  columns: readonly Column[]
}

/** A plan compiled to SQL. @internal */
export interface CompiledPlan {
  columns: readonly Column[]
  steps: readonly PlanStep[]
  /** SQL for the hidden column with the row positions. */
  row: Sql
  /** SQL that selects the prepared rows in order. */
  select: Sql
  /**
   * Returns SQL that selects the rows after the given number of steps, unordered, with their positions. Selects all
   * columns unless `columns` is specified.
   */
  selectAfter(stepCount: number, columns?: readonly string[]): Sql
  /** Statements that count the effects of each operation. */
  countStatements: readonly CountStatement[]
  /**
   * Returns a statement that selects up to three examples per operation. Its columns are `op`, `row` (1-based row
   * number in the source), `column`, `before` and `after`.
   *
   * @param operationIndexes Indexes of the operations.
   * @param positions Known positions of examples, keyed by operation index.
   */
  selectExamples(
    operationIndexes: readonly number[],
    positions?: ReadonlyMap<number, readonly bigint[]>,
  ): Sql | undefined
}

/**
 * Compiles a plan to SQL. Independent operations on individual rows share a SELECT; see `CellLayers`. An operation that
 * reads several rows selects from the complete result of the preceding ones. Rejected and suggested operations are skipped.
 *
 * @throws An `OperationError` that names the operation that does not fit its input.
 * @internal
 */
export function compilePlan(operations: readonly Operation[], input: PlanInput): CompiledPlan {
  const row = quoteIdentifier(makeRowColumnName(input.columns))
  const steps: PlanStep[] = []
  let columns: readonly Column[] = input.columns
  let hasGaps = false
  let isInOrder = true
  const runs: StepRun[] = [createRun(0, { from: input.from, columns, position: input.row, row })]
  operations.forEach((operation, index) => {
    if (!isAppliedOperation(operation)) return
    const operationInput: OperationInput = { columns, row, hasGaps, isInOrder, tables: input.tables ?? {} }
    const compiledOperation = compileStep(operation, index, operationInput)
    const run = runs.at(-1) as StepRun
    const columnsBefore = columns
    columns = compiledOperation.outputColumns.map(({ column }) => column)
    steps.push({ operation, index, input: operationInput, compiled: compiledOperation, columns })
    if (compiledOperation.kind === 'cells') {
      run.layers.add(toLayeredColumns(compiledOperation.outputColumns), compiledOperation.where)
      if (compiledOperation.where) hasGaps = true
    } else {
      const from = toTableSelect(compiledOperation, run.layers.select(toNames(columnsBefore)))
      runs.push(createRun(steps.length, { from: sql`(${from})`, columns, position: row, row }))
      if (!compiledOperation.keepsOrder) isInOrder = false
      if (compiledOperation.rows !== 'same') hasGaps = true
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
  const outputColumns = columns.map((column) => quoteIdentifier(column.name))
  return {
    columns,
    steps,
    row,
    select: sql`SELECT ${outputColumns} FROM (${selectAfter(steps.length)})${isInOrder ? sql`` : sql` ORDER BY ${row}`}`,
    selectAfter,
    ...compileCounts({ steps, selectAfter, row, createLayers: (step) => new CellLayers(findRun(step).input) }),
  }
}

/** Consecutive steps on individual rows of the same relation. */
interface StepRun {
  /** Index of the run's first step. */
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

function compileStep(operation: Operation, index: number, input: OperationInput): CompiledOperation {
  try {
    return compileOperation(operation, input)
  } catch (cause) {
    if (!(cause instanceof OperationError)) throw cause
    const params = { place: index + 1, op: operation.op, reason: cause.reason }
    throw createOperationError('prepare.operation-failed', params, { cause })
  }
}

function toTableSelect(tablewiseOperation: TablewiseOperation, input: Sql): Sql {
  if (tablewiseOperation.keepsOrder) return tablewiseOperation.select(sql`(${input})`)
  const table = quoteIdentifier('aw:before')
  return sql`WITH ${table} AS (${input}) ${tablewiseOperation.select(table)}`
}

function makeRowColumnName(columns: readonly Column[]): string {
  const usedNames = new Set(columns.map((column) => column.name.toLowerCase()))
  let candidate = 'aw:row'
  while (usedNames.has(candidate)) candidate += '_'
  return candidate
}
