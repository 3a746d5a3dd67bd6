import { join, name, sql, tableName, type LoadedTable, type SourceFile, type Tables } from '@aw-flow/engine'
import { warning, type Attempt, type LoadPlan, type LoadReport, type Problem, type TableRef } from '@aw-flow/schema'
import { typeWord } from '../columns/infer-column.ts'

const sampleRows = 5
/** Of a cell; it may hold megabytes. */
const sampleCharacters = 1_000

/** The report of a load as it came out. */
export async function loadReport(
  tables: Tables,
  file: SourceFile,
  plan: LoadPlan,
  loaded: LoadedTable,
  attempts: Attempt[],
  planned: readonly Problem[],
  signal?: AbortSignal,
): Promise<LoadReport> {
  return {
    file: file.name,
    size: file.size,
    format: plan.format,
    encoding: plan.encoding,
    delimiter: plan.dialect?.delimiter ?? '',
    quote: plan.dialect?.quote ?? '',
    escape: plan.dialect?.escape ?? '',
    skippedLines: plan.skippedLines,
    headerLines: plan.headerLines,
    columns: loaded.columns,
    rows: loaded.table.rows,
    rejects: loaded.rejects,
    rejectSample: loaded.rejectSample,
    sample: await firstRows(tables, loaded.table, sampleRows, signal),
    attempts,
    warnings: [...planned, ...tellLoaded(loaded, plan)],
    ...(loaded.regions ? { regions: loaded.regions } : {}),
    plan,
  }
}

/** What should be said of a load as it came out: what was set aside, filled up, or left empty. */
export const tellLoaded = (loaded: LoadedTable, plan: LoadPlan): Problem[] => [
  ...warnMemory(loaded),
  ...warnRejects(loaded, plan.columns.length),
  ...warnBadCells(loaded, plan),
]

function warnMemory({ memoryEnd, table }: LoadedTable): Problem[] {
  if (!memoryEnd) return []
  const share = Math.max(1, Math.round((100 * memoryEnd.bytes) / memoryEnd.size))
  return [
    warning(
      'load.memory-ends',
      `Memory ends before the file does: its first ${table.rows.toLocaleString('en-US')} rows are loaded, about ${share} % of it. The rest is not in the table.`,
      {
        hint: 'Run the workflow on a server or with `aw run`, which hold more; or divide the file, or take columns out of it.',
      },
    ),
  ]
}

/** The first rows of a table, as text; of long cells the first 1,000 characters. */
export async function firstRows(
  tables: Tables,
  table: TableRef,
  count: number,
  signal: AbortSignal | undefined,
): Promise<(string | null)[][]> {
  if (table.columns.length === 0 || table.rows === 0) return []
  // Numbered, since columns of any name may stand in one record.
  const cells = table.columns.map(
    (column, index) => sql`left(CAST(${name(column.name)} AS VARCHAR), ${sampleCharacters}) AS ${name(`c${index}`)}`,
  )
  const rows = await tables.rows(
    sql`SELECT ${join(cells, ', ')} FROM ${name(tableName(table.id))} WHERE rowid < ${count} ORDER BY rowid`,
    signal ? { signal } : {},
  )
  return rows.map((row) => cells.map((_, index) => (row[`c${index}`] ?? null) as string | null))
}

function warnRejects({ rejects, rejectSample, padded, table }: LoadedTable, width: number): Problem[] {
  const problems: Problem[] = []
  const first = rejectSample[0]
  if (rejects > 0 && first) {
    // A line may hold several records.
    const shown = rejectSample.slice(0, 5)
    const lines = [...new Set(shown.map(({ line }) => line))]
    const where = `line ${lines.join(', ')}${rejects > shown.length ? ', …' : ''}`
    problems.push(
      warning(
        'load.rejected-records',
        `${counted(rejects, 'record')} of ${table.rows + rejects} ${rejects === 1 ? 'does' : 'do'} not fit the table and ${rejects === 1 ? 'is' : 'are'} set aside: ${where}. ${first.reason}`,
        {
          where: { line: first.line },
          hint: 'The report keeps them as written. Correct them in the source and load it again to have them in.',
        },
      ),
    )
  }
  if (padded > 0)
    problems.push(
      warning(
        'load.padded-rows',
        `${counted(padded, 'row')} of ${table.rows} ${padded === 1 ? 'has' : 'have'} fewer cells than the table's ${width}: the missing ones are empty.`,
        { hint: 'If cells stand in the wrong columns, correct these lines in the source.' },
      ),
    )
  return problems
}

function warnBadCells({ columns }: LoadedTable, plan: LoadPlan): Problem[] {
  return columns
    .filter(({ badCells }) => badCells > 0)
    .map(({ name: column, type, badCells, badExamples }) => {
      const first = badExamples[0]
      const shown = badExamples.slice(0, 3).map(({ row, text }) => `row ${row} ${JSON.stringify(shorten(text))}`)
      const line = first && plan.format === 'csv' ? { row: first.row } : first ? { row: first.row } : {}
      return warning(
        'load.bad-cells',
        `${counted(badCells, 'cell')} of \`${column}\` ${badCells === 1 ? 'is' : 'are'} not ${typeWord(type)} and left empty: ${shown.join(', ')}${badCells > shown.length ? ', …' : ''}.`,
        { where: { column, ...line }, hint: 'Correct them in the source and load it again to have them in.' },
      )
    })
}

const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)
