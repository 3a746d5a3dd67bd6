import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql, tableName, type LoadedTable, type SourceFile, type Tables } from '@aw-flow/engine'
import { warning, defined, type LoadPlan, type LoadReport, type Problem, type TableRef } from '@aw-flow/schema'
import type { Attempt } from '@aw-flow/schema/internal'
import { readWideRows } from '../../read-wide-rows.ts'
import { describeType } from '../columns/infer-column.ts'
import { shorten } from '../plan/shorten.ts'

const sampleRowCount = 5
/** Maximum number of characters per cell in the sample, because a cell may contain megabytes of text. */
const maxSampleCharacters = 1_000

/** Creates the report on a completed load. */
export async function createLoadReport(
  tables: Tables,
  file: SourceFile,
  plan: LoadPlan,
  loadedTable: LoadedTable,
  attempts: Attempt[],
  planWarnings: readonly Problem[],
  signal?: AbortSignal,
): Promise<LoadReport> {
  return defined({
    file: file.name,
    size: file.size,
    format: plan.format,
    encoding: plan.encoding,
    delimiter: plan.dialect?.delimiter ?? '',
    quote: plan.dialect?.quote ?? '',
    escape: plan.dialect?.escape ?? '',
    skippedLines: plan.skippedLines,
    headerLines: plan.headerLines,
    columns: loadedTable.columns,
    rows: loadedTable.table.rows,
    rejects: loadedTable.rejects,
    rejectSample: loadedTable.rejectSample,
    sample: await readFirstRows(tables, loadedTable.table, sampleRowCount, signal),
    attempts,
    warnings: [...planWarnings, ...createLoadWarnings(loadedTable, plan)],
    regions: loadedTable.regions,
    plan,
  })
}

/** Creates the warnings about a completed load: exhausted memory, rejected records, padded rows and invalid cells. */
export const createLoadWarnings = (loadedTable: LoadedTable, plan: LoadPlan): Problem[] => [
  ...createMemoryWarnings(loadedTable),
  ...createRejectWarnings(loadedTable, plan.columns.length),
  ...createBadCellWarnings(loadedTable),
]

function createMemoryWarnings({ truncation, table }: LoadedTable): Problem[] {
  if (!truncation) return []
  const share = Math.max(0.01, truncation.bytes / truncation.size)
  return [warning('load.memory-full', { rows: table.rows, share })]
}

/** Returns the first rows of a table as text. Long cells are truncated to 1,000 characters. */
export async function readFirstRows(
  tables: Tables,
  table: TableRef,
  count: number,
  signal: AbortSignal | undefined,
): Promise<(string | null)[][]> {
  if (table.columns.length === 0 || table.rows === 0) return []
  // Use numbered aliases, because column names such as `__proto__` are unsafe as object keys.
  const cells = table.columns.map(
    (column, index) =>
      sql`left(CAST(${quoteIdentifier(column.name)} AS VARCHAR), ${maxSampleCharacters}) AS ${quoteIdentifier(`c${index}`)}`,
  )
  const from = sql`${quoteIdentifier(tableName(table.id))} WHERE rowid < ${count} ORDER BY rowid`
  const rows = await readWideRows(tables, cells, from, defined({ signal }))
  return rows.map((row) => cells.map((_, index) => (row[`c${index}`] ?? null) as string | null))
}

function createRejectWarnings({ rejects, rejectSample, padded, table }: LoadedTable, columnCount: number): Problem[] {
  const problems: Problem[] = []
  const first = rejectSample[0]
  if (rejects > 0 && first) {
    // The sample may contain several records from the same line.
    const lines = [...new Set(rejectSample.map(({ line }) => line))].slice(0, 6)
    problems.push(
      warning(
        'load.rejected-records',
        { rejects, records: table.rows + rejects, lines, reason: first.reason },
        { where: { line: first.line } },
      ),
    )
  }
  if (padded > 0) problems.push(warning('load.padded-rows', { rows: padded, total: table.rows, columns: columnCount }))
  return problems
}

const createBadCellWarnings = ({ columns }: LoadedTable): Problem[] =>
  columns
    .filter(({ badCells }) => badCells > 0)
    .map(({ name: column, type, badCells, badExamples }) => {
      const examples = badExamples
        .slice(0, 4)
        .map(({ row, text }) => message('loading.cell', { row, text: shorten(text) }))
      const [first] = badExamples
      return warning(
        'load.invalid-cells',
        { cells: badCells, column, type: describeType(type), examples },
        { where: { column, ...(first ? { row: first.row } : {}) } },
      )
    })
