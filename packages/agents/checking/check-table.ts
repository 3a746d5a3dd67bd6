import { join, name, sql, type Tables } from '@aw-flow/engine'
import { info, type CheckReport, type Finding, type Sensitivity, type TableRef } from '@aw-flow/schema'
import { checkTexts } from './check-texts.ts'
import { newColumn, writeCell, type EncodedTable } from './encoded-table.ts'
import { groupFindings } from './group-findings.ts'
import { findDuplicateRows } from './find-duplicate-rows.ts'

export interface CheckTableOptions {
  tables: Tables
  table: TableRef
  /** Column names for the report; default: the names of the table's columns. */
  names?: readonly string[]
  /** Tables with more cells are sampled; see `checkTable`. */
  maxCells?: number
  /** Default: `balanced`. */
  sensitivity?: Sensitivity
  signal?: AbortSignal
  onProgress?: (done: number, total: number, unit: 'steps') => void
}

const defaultMaxCells = 1_500_000
const batchRows = 5000
const sampleBlocks = 40
/** Time after which the thread is yielded, in milliseconds. */
const maxBusyMs = 25

/**
 * Finds suspicious cells from the table alone, without labels, rules or column names: deviations from the canonical form of
 * a column, contradictions between rows, typing errors, violated dependencies between columns and rows; and duplicate rows.
 * Values are compared as texts; load a file as text to check them as written. Deterministic.
 *
 * @param options - A table with more than `maxCells` cells is sampled in 40 blocks of rows, which `notes` reports.
 * @returns Findings by row, then by column.
 * @throws The signal's reason when it is aborted.
 *
 * @example
 * const { findings } = await checkTable({ tables, table })
 * const operations = planRepairs(findings, 0.5)
 */
export async function checkTable(options: CheckTableOptions): Promise<CheckReport> {
  const { table, maxCells = defaultMaxCells, signal, onProgress } = options
  const columns = options.names ?? table.columns.map((column) => column.name)
  const maxRows = Math.max(1000, Math.floor(maxCells / Math.max(1, columns.length)))
  const ranges = rangesOf(table.rows, maxRows)
  const { encoded, rowOf } = await readTexts(options, columns, ranges)
  const { sensitivity } = options
  const findings = await drive(checkTexts(encoded, sensitivity ? { sensitivity } : {}), signal, (done) =>
    onProgress?.(Math.floor(100 * done), 100, 'steps'),
  )
  return {
    rows: table.rows,
    rowsChecked: encoded.rows,
    columns: [...columns],
    repeated: findDuplicateRows(encoded, (row) => rowOf[row] as number),
    groups: groupFindings(findings),
    findings: findings.map((finding) => ({ ...finding, row: (rowOf[finding.row - 1] as number) + 1 })),
    notes:
      encoded.rows === table.rows
        ? []
        : [info('check.sampled', { checked: encoded.rows, rows: table.rows, blocks: ranges.length, maxCells })],
  }
}

/** The rows to check: all of them, or evenly spaced blocks of equal size. */
function rangesOf(rows: number, maxRows: number): { start: number; count: number }[] {
  if (rows <= maxRows) return [{ start: 0, count: rows }]
  const count = Math.floor(maxRows / sampleBlocks)
  return Array.from({ length: sampleBlocks }, (_, block) => ({
    start: Math.floor((block * (rows - count)) / (sampleBlocks - 1)),
    count,
  }))
}

async function readTexts(
  { tables, table, signal }: CheckTableOptions,
  names: readonly string[],
  ranges: readonly { start: number; count: number }[],
): Promise<{ encoded: EncodedTable; rowOf: number[] }> {
  const rows = ranges.reduce((sum, { count }) => sum + count, 0)
  const columns = names.map((column) => newColumn(column, rows))
  const rowOf: number[] = []
  const { from, row } = await tables.relation(table)
  const cells = table.columns.map(
    (column, at) => sql`coalesce(CAST(${name(column.name)} AS VARCHAR), '') AS ${name(`c${at}`)}`,
  )
  for (const { start, count } of ranges) {
    for (let offset = start; offset < start + count; offset += batchRows) {
      const limit = Math.min(batchRows, start + count - offset)
      const select = sql`SELECT ${join(cells, ', ')} FROM ${from} ORDER BY ${row} LIMIT ${limit} OFFSET ${offset}`
      const read = await tables.rows(select, signal ? { signal } : {})
      read.forEach((record, index) => {
        columns.forEach((column, at) => writeCell(column, rowOf.length, String(record[`c${at}`] ?? '')))
        rowOf.push(offset + index)
      })
    }
  }
  return { encoded: { rows: rowOf.length, columns }, rowOf }
}

/** Runs a generator to its end and yields the thread in between. */
async function drive(
  steps: Generator<number, Finding[]>,
  signal: AbortSignal | undefined,
  onProgress: (done: number) => void,
): Promise<Finding[]> {
  let paused = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - paused < maxBusyMs) continue
    onProgress(step.value)
    await new Promise<void>((resolve) => setTimeout(resolve, 0))
    signal?.throwIfAborted()
    paused = performance.now()
  }
}
