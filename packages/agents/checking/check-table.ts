import { englishFormatter } from '@aw-flow/messages/catalogs'
import { join, name, sql, type Tables } from '@aw-flow/engine'
import type { CheckReport, Finding, Sensitivity, TableRef } from '@aw-flow/schema'
import { checkTexts } from './check-texts.ts'
import { newColumn, writeCell, type EncodedTable } from './encoded-table.ts'
import { groupFindings } from './group-findings.ts'
import { findRepeatedRows } from './repeated-rows.ts'

export interface CheckTableOptions {
  tables: Tables
  table: TableRef
  /** The names of the columns in the report, where they differ from the table's. */
  names?: readonly string[]
  /** Larger tables are sampled; see `checkTable`. */
  mostCells?: number
  /** Default: `balanced`. */
  sensitivity?: Sensitivity
  signal?: AbortSignal
  onProgress?: (done: number, total: number, unit: 'steps') => void
}

const usualMostCells = 1_500_000
const rowsAtOnce = 5000
const blocks = 40
/** In milliseconds: how long others wait at most. */
const longest = 25

/**
 * Finds suspicious cells by what the table itself says: canonical forms of its columns, contradictions between rows,
 * typing errors, dependencies between columns, neighboring rows; and duplicate rows. Needs no labels, rules or names. Values
 * are compared as texts; load a file as text to check them as written. A table with more than `mostCells` cells is sampled
 * in forty blocks of rows from all over it, and `notes` says so. The same table gives the same findings everywhere.
 * Rejects with the signal's reason when it is aborted.
 */
export async function checkTable(options: CheckTableOptions): Promise<CheckReport> {
  const { table, mostCells = usualMostCells, signal, onProgress } = options
  const columns = options.names ?? table.columns.map((column) => column.name)
  const mostRows = Math.max(1000, Math.floor(mostCells / Math.max(1, columns.length)))
  const ranges = rangesOf(table.rows, mostRows)
  const { encoded, rowOf } = await readTexts(options, columns, ranges)
  const { sensitivity } = options
  const findings = await drive(checkTexts(encoded, sensitivity ? { sensitivity } : {}), signal, (done) =>
    onProgress?.(Math.floor(100 * done), 100, 'steps'),
  )
  return {
    rows: table.rows,
    rowsChecked: encoded.rows,
    columns: [...columns],
    repeated: findRepeatedRows(encoded).map(({ row, like, reason, ...rest }) => ({
      row: (rowOf[row - 1] as number) + 1,
      like: (rowOf[like - 1] as number) + 1,
      reason: englishFormatter.format(reason).replace(`row ${like}`, `row ${(rowOf[like - 1] as number) + 1}`),
      ...rest,
    })),
    groups: groupFindings(findings),
    findings: findings.map((finding) => ({ ...finding, row: (rowOf[finding.row - 1] as number) + 1 })),
    notes:
      encoded.rows === table.rows
        ? []
        : [
            {
              code: 'check.sampled',
              severity: 'info',
              message: `${encoded.rows} of ${table.rows} rows were looked at, in ${ranges.length} blocks from all over the table: it has more than ${mostCells} cells.`,
              hint: 'Check parts of the table to look at all of its rows.',
            },
          ],
  }
}

/** Which rows are looked at: all, or blocks of equal size from all over the table. */
function rangesOf(rows: number, most: number): { start: number; count: number }[] {
  if (rows <= most) return [{ start: 0, count: rows }]
  const count = Math.floor(most / blocks)
  return Array.from({ length: blocks }, (_, block) => ({
    start: Math.floor((block * (rows - count)) / (blocks - 1)),
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
    for (let offset = start; offset < start + count; offset += rowsAtOnce) {
      const limit = Math.min(rowsAtOnce, start + count - offset)
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

/** Runs to the end, letting others in between. */
async function drive(
  steps: Generator<number, Finding[]>,
  signal: AbortSignal | undefined,
  onProgress: (done: number) => void,
): Promise<Finding[]> {
  let paused = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - paused < longest) continue
    onProgress(step.value)
    await new Promise<void>((resolve) => setTimeout(resolve, 0))
    signal?.throwIfAborted()
    paused = performance.now()
  }
}
