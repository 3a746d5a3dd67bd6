import { join, quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { findCellChanges, compileChangeCondition, compileNulledCondition, type CellChange } from './cell-changes.ts'
import { toLayeredColumns, type CellLayers, type LayeredColumn } from './cell-layers.ts'
import type { PlanStep } from './compile-plan.ts'
import { findReadColumns } from '../operations/operations.ts'

/**
 * A statement that counts the effects of operations and returns a single row. Its columns are `dropped` (number of
 * rows), `changed` and `nulled` (numbers of cells), `before` and `after` (total numbers of rows), and `first` (the
 * first affected positions as text), each with the operation's index as a suffix. Absent columns count as 0.
 */
export interface CountStatement {
  operations: readonly number[]
  select: Sql
}

const maxExamples = 3
/** Maximum number of operations per statement, so that wide tables are read in batches of columns. */
const operationsPerBatch = 20

/** The steps of a plan, and SQL for the rows after each step. */
interface CountedPlan {
  steps: readonly PlanStep[]
  selectAfter(stepCount: number, columns?: readonly string[]): Sql
  row: Sql
  /** Creates empty layers for the series of row-by-row steps that contains the step at the given index. */
  createLayers(stepIndex: number): CellLayers
}

/**
 * Compiles statements that count the effects of operations. Consecutive operations on individual rows are counted in
 * one pass: hidden columns flag the cells that each operation changes, and dropped rows are flagged instead of removed.
 * An operation that reads several rows is counted separately by comparing the rows before and after it.
 */
export function compileCounts(plan: CountedPlan): {
  countStatements: CountStatement[]
  selectExamples(operations: readonly number[], positions?: ReadonlyMap<number, readonly bigint[]>): Sql | undefined
} {
  const { steps, selectAfter, row } = plan
  const countStatements: CountStatement[] = []
  let run: { firstStep: number; steps: PlanStep[] } | undefined
  const finishRun = (): void => {
    if (run) countStatements.push(...compileRunCounts(run.steps, plan.createLayers(run.firstStep), row))
    run = undefined
  }
  steps.forEach((step, stepIndex) => {
    if (step.compiled.kind === 'cells') {
      run ??= { firstStep: stepIndex, steps: [] }
      run.steps.push(step)
      return
    }
    const isNumbering = step.operation.op === 'number-rows'
    const name = isNumbering ? (step.operation as { to: string }).to : ''
    const isReadLater = steps.slice(stepIndex + 1).some(({ operation }) => readsColumn(operation, name))
    // Numbering rows does not affect the other operations, so they can still be counted in one pass.
    if (isNumbering && !isReadLater && run) {
      run.steps.push(step)
      return
    }
    finishRun()
    if (!isNumbering)
      countStatements.push(compileTableCounts(step, selectAfter(stepIndex), selectAfter(stepIndex + 1), row))
  })
  finishRun()
  return {
    countStatements,
    selectExamples(operations, positions) {
      const requestedIndexes = new Set(operations)
      const selects = steps.flatMap((step, stepIndex) =>
        requestedIndexes.has(step.index) ? selectStepExamples(step, stepIndex, plan, positions?.get(step.index)) : [],
      )
      return selects.length === 0 ? undefined : sql`${join(selects, ' UNION ALL ')} ORDER BY 1, 2, 3`
    },
  }
}

const readsColumn = (operation: PlanStep['operation'], column: string): boolean =>
  operation.op !== 'order-columns' && operation.op !== 'select' && findReadColumns(operation).includes(column)

const joinWithOr = (conditions: readonly Sql[]): Sql => sql`(${join(conditions, ' OR ')})`

/** The counts of one operation, which are aggregates over hidden columns. */
interface CountedStep {
  index: number
  sums: Sql[]
  flags: string[]
}

function compileRunCounts(steps: readonly PlanStep[], layers: CellLayers, row: Sql): CountStatement[] {
  const countedSteps: CountedStep[] = []
  /** Name of the column that flags the rows dropped so far. */
  let droppedFlag: string | undefined
  for (const step of steps) {
    const { operation, compiled, index } = step
    if (compiled.kind === 'table') {
      const numberedColumns = compiled.outputColumns.filter(({ value }) => value !== undefined)
      layers.add(
        numberedColumns.map(({ column }) => ({ name: column.name, value: sql`CAST(NULL AS BIGINT)`, sources: [] })),
      )
      continue
    }
    const fillsNewColumn = operation.op === 'generate-id' || operation.op === 'number-rows'
    const changes = fillsNewColumn ? [] : findCellChanges(step).filter((change) => !isTextCast(step, change))
    const sums: Sql[] = []
    const flags: LayeredColumn[] = []
    const notDroppedCondition = droppedFlag === undefined ? sql`` : sql` AND NOT ${quoteIdentifier(droppedFlag)}`
    if (changes.length > 0) {
      const canSetNull = nullingOperations.has(operation.op)
      const changedFlags: string[] = []
      const nulledFlags: string[] = []
      changes.forEach((change, changeIndex) => {
        const inputs = [...change.cell.sources, ...(change.oldColumn ? [change.oldColumn.name] : [])]
        changedFlags.push(`aw:c ${index} ${changeIndex}`)
        flags.push({ name: `aw:c ${index} ${changeIndex}`, value: compileChangeCondition(change), sources: inputs })
        if (!canSetNull || !change.oldColumn) return
        nulledFlags.push(`aw:n ${index} ${changeIndex}`)
        flags.push({ name: `aw:n ${index} ${changeIndex}`, value: compileNulledCondition(change), sources: inputs })
      })
      const countFlagged = (flagNames: readonly string[]): Sql =>
        sumAll(flagNames.map((flag) => sql`count(*) FILTER (${quoteIdentifier(flag)}${notDroppedCondition})`))
      const firstPositions = sql`CAST(min(${row}, ${maxExamples}) FILTER (${quoteIdentifier(changedFlags[0] as string)}${notDroppedCondition}) AS VARCHAR)`
      sums.push(
        ...(findsExamplesSeparately(step) ? [] : [sql`${firstPositions} AS ${quoteIdentifier(`first${index}`)}`]),
        sql`${countFlagged(changedFlags)} AS ${quoteIdentifier(`changed${index}`)}`,
        ...(nulledFlags.length === 0
          ? []
          : [sql`${countFlagged(nulledFlags)} AS ${quoteIdentifier(`nulled${index}`)}`]),
      )
    }
    const previousFlag = droppedFlag
    if (compiled.where) {
      const { condition, sources } = compiled.where
      const droppedCondition = sql`NOT coalesce(${condition}, FALSE)`
      const stepDroppedFlag = `aw:d ${index}`
      const previousFlags = droppedFlag === undefined ? [] : [droppedFlag]
      droppedFlag = `aw:g ${index}`
      flags.push(
        {
          name: stepDroppedFlag,
          value: sql`(${droppedCondition}${notDroppedCondition})`,
          sources: [...sources, ...previousFlags],
        },
        {
          name: droppedFlag,
          value: sql`(${join([...previousFlags.map(quoteIdentifier), droppedCondition], ' OR ')})`,
          sources: [...sources, ...previousFlags],
        },
      )
      sums.push(
        sql`count(*) FILTER (${quoteIdentifier(stepDroppedFlag)}) AS ${quoteIdentifier(`dropped${index}`)}`,
        sql`CAST(min(${row}, ${maxExamples}) FILTER (${quoteIdentifier(stepDroppedFlag)}) AS VARCHAR) AS ${quoteIdentifier(`first${index}`)}`,
      )
    }
    // Hidden columns and changed columns are both computed from the rows before the operation.
    layers.add([...toLayeredColumns(compiled.outputColumns), ...flags])
    if (sums.length > 0)
      countedSteps.push({
        index,
        sums,
        flags: [...flags.map((flag) => flag.name), ...(previousFlag === undefined ? [] : [previousFlag])],
      })
  }
  const statements: CountStatement[] = []
  for (let batchStart = 0; batchStart < countedSteps.length; batchStart += operationsPerBatch) {
    const batch = countedSteps.slice(batchStart, batchStart + operationsPerBatch)
    const flags = [...new Set(batch.flatMap((countedStep) => countedStep.flags))]
    statements.push({
      operations: batch.map(({ index }) => index),
      select: sql`SELECT ${batch.flatMap(({ sums }) => sums)} FROM (${layers.select(flags)})`,
    })
  }
  return statements
}

/** Returns whether examples are found by a separate query, because that is faster than finding them while counting. */
const findsExamplesSeparately = ({ operation, input }: PlanStep): boolean => operation.op === 'copy' && input.isInOrder

/** Operations on individual rows that can set cells to null. */
const nullingOperations = new Set<PlanStep['operation']['op']>([
  'parse-number',
  'parse-date',
  'parse-currency',
  'cast',
  'finite',
  'empty-texts',
  'map-values',
  'set-cells',
  'unscale',
  'empty-where',
])

const sumAll = (counts: readonly Sql[]): Sql => join(counts, ' + ')

/** Returns whether an operation only converts a column to text, which does not count as a change. */
const isTextCast = ({ operation }: PlanStep, { oldColumn }: CellChange): boolean =>
  operation.op === 'cast' && operation.type === 'VARCHAR' && oldColumn !== undefined

const qualifyRow = (row: Sql, side: 'b' | 'a'): Sql => sql`${quoteIdentifier(side)}.${row}`

/** Returns SQL conditions for cells that differ between the relations `b` (before) and `a` (after), one per column. */
function compileDifferenceConditions({ input, compiled }: PlanStep): {
  changedConditions: Sql[]
  nulledConditions: Sql[]
} {
  const changedConditions: Sql[] = []
  const nulledConditions: Sql[] = []
  for (const { column, value } of compiled.outputColumns) {
    if (value === undefined) continue
    const columnBefore = input.columns.find((candidate) => candidate.name === column.name)
    const [oldValue, newValue] = [sql`b.${quoteIdentifier(column.name)}`, sql`a.${quoteIdentifier(column.name)}`]
    if (!columnBefore) {
      changedConditions.push(sql`${newValue} IS NOT NULL`)
      continue
    }
    changedConditions.push(
      columnBefore.type === column.type
        ? sql`${oldValue} IS DISTINCT FROM ${newValue}`
        : sql`CAST(${oldValue} AS VARCHAR) IS DISTINCT FROM CAST(${newValue} AS VARCHAR)`,
    )
    nulledConditions.push(sql`${oldValue} IS NOT NULL AND ${newValue} IS NULL`)
  }
  return { changedConditions, nulledConditions }
}

function compileTableCounts(step: PlanStep, before: Sql, after: Sql, row: Sql): CountStatement {
  const { index, compiled } = step
  const rowCounts = [
    sql`(SELECT count(*) FROM (${before})) AS ${quoteIdentifier(`before${index}`)}`,
    sql`(SELECT count(*) FROM (${after})) AS ${quoteIdentifier(`after${index}`)}`,
  ]
  if (compiled.kind === 'table' && compiled.rows === 'new') {
    const newColumns = compiled.outputColumns.filter(({ value }) => value !== undefined)
    const nonNullCounts = newColumns.map(({ column }) => sql`count(${quoteIdentifier(column.name)})`)
    const changedCounts =
      nonNullCounts.length === 0
        ? []
        : [sql`(SELECT ${sumAll(nonNullCounts)} FROM (${after})) AS ${quoteIdentifier(`changed${index}`)}`]
    const droppedCounts = compiled.canDropRows
      ? [
          sql`(SELECT count(*) FROM ${selectDroppedRows(step, before, after, row)}) AS ${quoteIdentifier(`dropped${index}`)}`,
        ]
      : []
    return { operations: [index], select: sql`SELECT ${[...rowCounts, ...changedCounts, ...droppedCounts]}` }
  }
  const { changedConditions, nulledConditions } = compileDifferenceConditions(step)
  const counts = [
    ...(changedConditions.length === 0
      ? []
      : [
          sql`${sumAll(changedConditions.map((condition) => sql`count(*) FILTER (${condition})`))} AS ${quoteIdentifier(`changed${index}`)}`,
        ]),
    ...(nulledConditions.length === 0
      ? []
      : [
          sql`${sumAll(nulledConditions.map((condition) => sql`count(*) FILTER (${condition})`))} AS ${quoteIdentifier(`nulled${index}`)}`,
        ]),
  ]
  if (counts.length === 0) return { operations: [index], select: sql`SELECT ${rowCounts}` }
  const joinedRows = sql`(${before}) AS b JOIN (${after}) AS a ON ${qualifyRow(row, 'b')} = ${qualifyRow(row, 'a')}`
  return {
    operations: [index],
    select: sql`SELECT ${[...rowCounts, sql`c.*`]} FROM (SELECT ${counts} FROM ${joinedRows}) AS c`,
  }
}

/** Returns a FROM clause for the rows before the operation (`b`) that have no output row. */
function selectDroppedRows({ compiled }: PlanStep, before: Sql, after: Sql, row: Sql): Sql {
  const position = compiled.kind === 'table' && compiled.toSourceRow ? compiled.toSourceRow(row) : row
  const sourcePosition = quoteIdentifier('aw:kept')
  return sql`(${before}) AS b ANTI JOIN (SELECT ${position} AS ${sourcePosition} FROM (${after})) AS a ON ${qualifyRow(row, 'b')} = a.${sourcePosition}`
}

/**
 * Returns SQL that maps the position of a row before a step to the position of its (first) source row in the original
 * table.
 */
const toSourcePosition = (steps: readonly PlanStep[], stepIndex: number, position: Sql): Sql =>
  steps
    .slice(0, stepIndex)
    .reduceRight(
      (current, { compiled }) =>
        compiled.kind === 'table' && compiled.toSourceRow ? compiled.toSourceRow(current) : current,
      position,
    )

/** Returns SQL that selects up to three examples of the dropped rows or changed cells of a step. */
function selectStepExamples(
  step: PlanStep,
  stepIndex: number,
  { steps, selectAfter, row }: CountedPlan,
  positions: readonly bigint[] | undefined,
): Sql[] {
  const { compiled, operation, input, index } = step
  const selectBefore = (columns: readonly string[]): Sql => sql`(${selectAfter(stepIndex, [...new Set(columns)])})`
  const hasKnownPositions = positions !== undefined && positions.length > 0
  // Without ORDER BY, a scan of ordered rows stops as soon as it has found enough examples.
  const orderBy = hasKnownPositions || findsExamplesSeparately(step) ? sql`` : sql` ORDER BY 2`
  const selectExample = (
    from: Sql,
    condition: Sql,
    position: Sql,
    values: { column: Sql; before: Sql; after: Sql },
  ): Sql =>
    sql`SELECT * FROM (SELECT ${index} AS op, CAST(${toSourcePosition(steps, stepIndex, position)} + 1 AS BIGINT) AS ${quoteIdentifier('row')}, ${values.column} AS ${quoteIdentifier('column')}, CAST(${values.before} AS VARCHAR) AS before, CAST(${values.after} AS VARCHAR) AS after FROM ${from} WHERE ${condition}${orderBy} LIMIT ${maxExamples})`
  const nullText = sql`CAST(NULL AS VARCHAR)`
  const describeCells = (columns: readonly string[], side: Sql = sql``): Sql =>
    sql`concat_ws(', ', ${columns.map((column) => sql`concat(${`${column}: `}, coalesce(CAST(${side}${quoteIdentifier(column)} AS VARCHAR), 'null'))`)})`
  const readColumns = findReadColumns(operation).filter((column) =>
    input.columns.some((candidate) => candidate.name === column),
  )
  const exampleColumns = (readColumns.length > 0 ? readColumns : input.columns.map((column) => column.name)).slice(0, 4)
  if (compiled.kind === 'cells') {
    // If the positions are known, no other rows are read.
    const knownPositionCondition = hasKnownPositions
      ? sql`${row} IN (${positions.map((position) => sql`${position}`)})`
      : undefined
    if (compiled.where)
      return [
        selectExample(
          selectBefore([...exampleColumns, ...compiled.where.sources]),
          knownPositionCondition ?? sql`NOT coalesce(${compiled.where.condition}, FALSE)`,
          row,
          {
            column: nullText,
            before: describeCells(exampleColumns),
            after: nullText,
          },
        ),
      ]
    const [firstChange] = findCellChanges(step)
    if (!firstChange) return []
    const { sources } = firstChange.cell
    const oldValue = firstChange.oldColumn
      ? quoteIdentifier(firstChange.oldColumn.name)
      : sources.length > 0
        ? describeCells(sources.slice(0, 4))
        : nullText
    return [
      selectExample(
        selectBefore([...sources, ...(firstChange.oldColumn ? [firstChange.oldColumn.name] : [])]),
        knownPositionCondition ?? compileChangeCondition(firstChange),
        row,
        {
          column: sql`${firstChange.cell.column.name}`,
          before: oldValue,
          after: firstChange.newValue,
        },
      ),
    ]
  }
  if (compiled.rows === 'new' && compiled.canDropRows) {
    const values = { column: nullText, before: describeCells(exampleColumns, sql`b.`), after: nullText }
    const from = selectDroppedRows(step, selectAfter(stepIndex), selectAfter(stepIndex + 1), row)
    return [selectExample(from, sql`TRUE`, qualifyRow(row, 'b'), values)]
  }
  if (compiled.rows === 'new' || operation.op === 'number-rows') return []
  const joinedRows = sql`(${selectAfter(stepIndex)}) AS b LEFT JOIN (${selectAfter(stepIndex + 1)}) AS a ON ${qualifyRow(row, 'b')} = ${qualifyRow(row, 'a')}`
  const position = qualifyRow(row, 'b')
  const { changedConditions } = compileDifferenceConditions(step)
  const droppedRows = selectExample(joinedRows, sql`${qualifyRow(row, 'a')} IS NULL`, position, {
    column: nullText,
    before: describeCells(exampleColumns, sql`b.`),
    after: nullText,
  })
  const cell = compiled.outputColumns.find(({ value }) => value !== undefined)
  if (!cell || changedConditions.length === 0) return compiled.rows === 'fewer' ? [droppedRows] : []
  const isNew = !input.columns.some((candidate) => candidate.name === cell.column.name)
  const oldValue = isNew
    ? describeCells(cell.sources.slice(0, 4), sql`b.`)
    : sql`b.${quoteIdentifier(cell.column.name)}`
  const changedCells = selectExample(
    joinedRows,
    sql`${qualifyRow(row, 'a')} IS NOT NULL AND ${joinWithOr(changedConditions.slice(0, 1))}`,
    position,
    {
      column: sql`${cell.column.name}`,
      before: oldValue,
      after: sql`a.${quoteIdentifier(cell.column.name)}`,
    },
  )
  return compiled.rows === 'fewer' ? [droppedRows] : [changedCells]
}
