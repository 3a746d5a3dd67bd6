import { join, quoteIdentifier, sql, waitForNextTask, type Tables } from '@aw-flow/engine'
import { warning, defined, type TableRef } from '@aw-flow/schema'
import {
  groupFindings,
  type Answer,
  type CheckReport,
  type RowProposal,
  type Sensitivity,
} from '@aw-flow/schema/internal'
import { locateAnswers, type AnsweredTable } from './answers/answered-table.ts'
import { checkWithAnswers } from './answers/check-with-answers.ts'
import { proposeRows } from './answers/propose-rows.ts'
import { applyRepairs, collectCellEvidence, selectFindings, type CellEvidence } from './check-texts.ts'
import { createColumn, writeCell, type EncodedTable } from './encoded-table.ts'
import { findDuplicateRows } from './find-duplicate-rows.ts'
import { selectBlock } from './select-block.ts'

/** @internal */
export interface CheckTableOptions {
  tables: Tables
  table: TableRef
  /** Column names to use in the report. Default: the table's column names. */
  names?: readonly string[]
  /** Tables with more cells are sampled; see `checkTable`. Default: 2 million. */
  maxCells?: number
  /** How readily cells are reported. Default: `balanced`. */
  sensitivity?: Sensitivity
  /** Reviewed rows to learn from. They may come from other tables with the same columns. */
  answers?: readonly Answer[]
  /** Caches the evidence of the last checked table, so that checking it again with other answers is fast. */
  cache?: CheckCache
  signal?: AbortSignal
  onProgress?: (done: number, total: number, unit: 'steps') => void
}

/** Caches the evidence of the last checked table. @internal */
export interface CheckCache {
  last?: { readonly key: string; readonly evidence: TableEvidence }
}

interface TableEvidence {
  readonly cellEvidence: CellEvidence
  /** The checked rows of the table. `sourceRows` contains their indexes in the full table. */
  readonly encodedTable: EncodedTable
  readonly sourceRows: readonly number[]
  readonly blockCount: number
}

const defaultMaxCells = 2_000_000
const rowsPerBatch = 5000
/** Columns per statement, whose memory grows with the number of its columns. */
const columnsPerBatch = 100
const sampleBlockCount = 40
/** Fraction of the progress that collecting evidence accounts for if there are answers to learn from. */
const evidenceFraction = 0.85
/** Maximum time before yielding to the event loop, in ms. */
const maxBusyMs = 25

/**
 * Finds suspicious cells without user-defined rules or other data: deviations from a column's canonical form,
 * contradictions between rows, typos, violated dependencies between columns or rows, and duplicate rows. Values are
 * compared as strings. To check the values exactly as they are written in a file, load its columns as text. The result
 * is deterministic.
 *
 * @param options - If the table has more than `maxCells` cells, 40 blocks of rows are sampled, and the report's `notes`
 * say so. If `answers` are set, a model trained on them selects the findings, and `learning` reports how the findings
 * changed.
 * @returns The report, with findings sorted by row, then by column.
 * @throws The signal's reason when it is aborted.
 *
 * @example
 * const { findings } = await checkTable({ tables, table })
 * const operations = planRepairs(findings, 0.5)
 * @internal
 */
export async function checkTable(options: CheckTableOptions): Promise<CheckReport> {
  const { table, maxCells = defaultMaxCells, answers = [], sensitivity } = options
  const { cellEvidence, encodedTable, sourceRows, blockCount, answeredTable } = await collectEvidence(options)
  const answeredFindings =
    answers.length > 0
      ? await runSteps(
          checkWithAnswers(cellEvidence, answeredTable, sensitivity),
          options.signal,
          createLearningProgressReporter(options),
        )
      : undefined
  const findings = applyRepairs(
    cellEvidence.table,
    answeredFindings?.findings ?? selectFindings(cellEvidence, sensitivity),
  )
  return {
    rows: table.rows,
    rowsChecked: encodedTable.rows,
    columns: encodedTable.columns.map(({ name: column }) => column),
    repeated: findDuplicateRows(cellEvidence.table, (row) => sourceRows[row] ?? table.rows).filter(
      ({ row }) => row <= table.rows,
    ),
    groups: groupFindings(findings).map(({ group }) => group),
    findings: findings.map((finding) => ({ ...finding, row: (sourceRows[finding.row - 1] as number) + 1 })),
    ...(answeredFindings ? { learning: { answers: answers.length, ...answeredFindings.learning } } : {}),
    notes:
      encodedTable.rows === table.rows
        ? []
        : [warning('check.sampled', { checked: encodedTable.rows, rows: table.rows, blocks: blockCount, maxCells })],
  }
}

/**
 * Proposes the rows whose review would improve the findings of `checkTable` the most.
 *
 * @param options - The options of `checkTable`. Rows that already have answers are not proposed again. `maxRows` is
 * limited to 20.
 * @throws The signal's reason when it is aborted.
 *
 * @example
 * const { rows, isWorthwhile } = await proposeTableRows({ tables, table, answers })
 * @internal
 */
export async function proposeTableRows(
  options: CheckTableOptions & { maxRows?: number | undefined },
): Promise<RowProposal> {
  const { cellEvidence, answeredTable, sourceRows } = await collectEvidence(options)
  const { maxRows } = options
  const steps = proposeRows(cellEvidence, answeredTable, {
    getRowNumber: (row) => (sourceRows[row] as number) + 1,
    ...defined({ maxRows }),
  })
  return runSteps(steps, options.signal, createLearningProgressReporter(options))
}

const createLearningProgressReporter =
  ({ onProgress }: CheckTableOptions) =>
  (done: number): void =>
    onProgress?.(Math.floor(100 * (evidenceFraction + (1 - evidenceFraction) * done)), 100, 'steps')

async function collectEvidence(options: CheckTableOptions): Promise<TableEvidence & { answeredTable: AnsweredTable }> {
  const { table, maxCells = defaultMaxCells, answers = [], signal, onProgress, cache = {} } = options
  const columns = options.names ?? table.columns.map((column) => column.name)
  const maxRows = Math.max(1000, Math.floor(maxCells / Math.max(1, columns.length)))
  const cachedEvidence = cache.last?.evidence
  const ranges = selectRanges(table.rows, maxRows)
  const tableKey = JSON.stringify([table.id, table.rows, columns, maxCells])
  const isCached = cachedEvidence !== undefined && cache.last?.key.startsWith(tableKey)
  const { encodedTable, sourceRows } = isCached ? cachedEvidence : await readEncodedTable(options, columns, ranges)
  const answeredTable = locateAnswers(encodedTable, answers, (row) => (sourceRows[row] as number) + 1)
  const answersKey = answers.length > answeredTable.matchedAnswerCount ? JSON.stringify(answers) : ''
  const key = `${tableKey} ${answersKey}`
  if (cachedEvidence && cache.last?.key === key)
    return { ...cachedEvidence, answeredTable: { ...answeredTable, table: cachedEvidence.cellEvidence.table } }
  const cellEvidence = await runSteps(collectCellEvidence(answeredTable.table), signal, (done) =>
    onProgress?.(Math.floor(100 * done * (answers.length > 0 ? evidenceFraction : 1)), 100, 'steps'),
  )
  const evidence = { cellEvidence, encodedTable, sourceRows, blockCount: ranges.length }
  cache.last = { key, evidence }
  return { ...evidence, answeredTable }
}

interface RowRange {
  start: number
  count: number
}

/** Selects the rows to check: all rows, or evenly spaced blocks of equal size if there are more than `maxRows`. */
function selectRanges(rowCount: number, maxRows: number): RowRange[] {
  if (rowCount <= maxRows) return [{ start: 0, count: rowCount }]
  const count = Math.floor(maxRows / sampleBlockCount)
  return Array.from({ length: sampleBlockCount }, (_, block) => ({
    start: Math.floor((block * (rowCount - count)) / (sampleBlockCount - 1)),
    count,
  }))
}

async function readEncodedTable(
  { tables, table, signal }: CheckTableOptions,
  names: readonly string[],
  ranges: readonly RowRange[],
): Promise<{ encodedTable: EncodedTable; sourceRows: number[] }> {
  const rowCount = ranges.reduce((sum, { count }) => sum + count, 0)
  const columns = names.map((column) => createColumn(column, rowCount))
  const sourceRows: number[] = []
  const relation = await tables.relation(table)
  const cells = table.columns.map(
    (column, columnIndex) =>
      sql`coalesce(CAST(${quoteIdentifier(column.name)} AS VARCHAR), '') AS ${quoteIdentifier(`c${columnIndex}`)}`,
  )
  for (const blocks of toBatches(ranges)) {
    const firstRow = sourceRows.length
    for (let firstColumn = 0; firstColumn < columns.length; firstColumn += columnsPerBatch) {
      const cellBlock = cells.slice(firstColumn, firstColumn + columnsPerBatch)
      const selects = blocks.map(
        ({ start, count }) =>
          sql`(SELECT ${join(cellBlock, ', ')} FROM ${relation.from} ${selectBlock(relation, start, count)})`,
      )
      const records = await tables.rows(join(selects, ' UNION ALL '), defined({ signal }))
      cellBlock.forEach((_, index) => {
        const column = columns[firstColumn + index]!
        const field = `c${firstColumn + index}`
        records.forEach((record, row) => writeCell(column, firstRow + row, String(record[field] ?? '')))
      })
    }
    for (const { start, count } of blocks) for (let row = start; row < start + count; row++) sourceRows.push(row)
  }
  return { encodedTable: { rows: sourceRows.length, columns }, sourceRows }
}

/** Groups blocks of rows so that a statement reads at most `rowsPerBatch` rows. Larger blocks are divided. */
function toBatches(ranges: readonly RowRange[]): RowRange[][] {
  const batches: RowRange[][] = []
  let size = rowsPerBatch
  for (const range of ranges)
    for (let start = range.start; start < range.start + range.count; start += rowsPerBatch) {
      const count = Math.min(rowsPerBatch, range.start + range.count - start)
      if (size + count > rowsPerBatch) {
        batches.push([])
        size = 0
      }
      batches.at(-1)!.push({ start, count })
      size += count
    }
  return batches
}

/** Runs a generator to completion and regularly yields to the event loop. */
async function runSteps<Result>(
  steps: Generator<number, Result>,
  signal: AbortSignal | undefined,
  onProgress: (done: number) => void,
): Promise<Result> {
  let lastYield = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - lastYield < maxBusyMs) continue
    onProgress(step.value)
    await waitForNextTask()
    signal?.throwIfAborted()
    lastYield = performance.now()
  }
}
