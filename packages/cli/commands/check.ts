import { englishFormatter } from '@aw-flow/messages/catalogs'
import { checkTable, loadFile } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import {
  planRepairs,
  planRepeated,
  type CheckReport,
  type Finding,
  type PreparationPlan,
  type Sensitivity,
} from '@aw-flow/schema'
import { checkOutputs } from '../files/check-outputs.ts'
import { openSource, pathsOf } from '../files/open-source.ts'
import { asText, loadAsText } from '../files/text-table.ts'
import { writeFilePieces, writeJson } from '../files/write-file.ts'
import { describeCheck } from '../reports/describe-check.ts'
import { reportJson } from '../reports/report-json.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { share } from './load.ts'

export interface CheckCommandOptions {
  errors?: string
  plan?: string
  json?: boolean
  sensitivity?: Sensitivity
}

/** `aw check FILE`: finds suspicious cells of a file, without converting values. Exit code 0, whatever was found. */
export async function checkCommand(path: string, options: CheckCommandOptions, terminal: Terminal): Promise<number> {
  const { errors, plan, json, sensitivity = 'balanced' } = options
  const { signal, width } = terminal
  await checkOutputs({ '--errors': errors, '--plan': plan }, pathsOf([path]))
  const { file, close } = await openSource(path, terminal)
  const tables = await openDuckDb()
  try {
    const loaded = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      maxRetries: 3,
      signal,
      onProgress: (done, total, unit) => terminal.progress(`Loading ${file.name} … ${share(done, total)} of ${unit}`),
    })
    const text = asText(loaded.report.plan)
    const table = await loadAsText(file, loaded, { tables, id: `check_${file.dataset}`, signal })
    const report = await checkTable({
      tables,
      table,
      maxCells: 5_000_000,
      names: text.columns.map(({ name, sourceName = name }) => sourceName),
      sensitivity,
      signal,
      onProgress: (done, total) => terminal.progress(`Checking … ${share(done, total)}`),
    })
    terminal.progress(undefined)
    if (errors !== undefined) await writeFilePieces(errors, [new TextEncoder().encode(errorsCsv(report))])
    if (plan !== undefined)
      await writeJson(
        plan,
        planOf(
          report,
          text.columns.map(({ name }) => name),
        ),
      )
    terminal.print(json ? reportJson(report) : describeCheck(report, width))
    return 0
  } finally {
    await tables.close()
    await close()
  }
}

/** The repairs as a plan with the column names of the loaded table, because the file may have duplicate names. */
function planOf({ columns, findings, repeated = [] }: CheckReport, names: readonly string[]): PreparationPlan {
  const nameOf = (column: string): string => names[columns.indexOf(column)] ?? column
  const named = findings.map((finding) => ({ ...finding, column: nameOf(finding.column) }))
  const rows = repeated.map((row) => ({ ...row, differ: row.differ.map(nameOf) }))
  const operations = [...planRepairs(named), ...planRepeated({ columns: [...names], repeated: rows })]
  return { target: 'generic', operations, asText: true, notes: [] }
}

/**
 * The findings as CSV: row (1 = the first data row), column, value, repair, rule, confidence, reason, kind, and the action of
 * the repair: `set` a value, `clear` the cell, or `none`.
 */
function errorsCsv({ findings }: CheckReport): string {
  const lines = findings.map(({ row, column, value, repair, rule, confidence, reason, kind }: Finding) =>
    [
      String(row),
      column,
      value,
      repair ?? '',
      rule,
      String(confidence),
      englishFormatter.format(reason),
      kind ?? '',
      actionOf(repair),
    ]
      .map(csvCell)
      .join(','),
  )
  return `${[errorsHeader, ...lines].join('\n')}\n`
}

const errorsHeader = 'row,column,value,repair,rule,confidence,reason,kind,action'

const actionOf = (repair: string | undefined): string =>
  repair === undefined ? 'none' : repair === '' ? 'clear' : 'set'

const csvCell = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
