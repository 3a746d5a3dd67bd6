import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  checkTable,
  compareRows,
  loadFile,
  proposeTableRows,
  readTextRows,
  type CheckCache,
  type CheckTableOptions,
} from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { openDuckDb } from '@aw-flow/data/node'
import {
  error,
  planRepairs,
  planRepeated,
  type Answer,
  type CheckReport,
  type Finding,
  type PreparationPlan,
  type Sensitivity,
  type TableRef,
} from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { checkOutputs } from '../files/check-outputs.ts'
import { openFile } from '../files/open-file.ts'
import { labelsCsv, readLabels } from '../files/read-labels.ts'
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
  /** A file of labels to learn from. */
  labels?: string
  /** A clean copy of the file to take answers from. */
  teach?: string
  /** The number of rows to answer or to propose. Default: 20. */
  answers?: number
  /** The file to write rows to review to. */
  propose?: string
}

/**
 * `aw check FILE`: finds suspicious cells of a file, without converting values. The exit code is 0 regardless of the
 * findings.
 */
export async function checkCommand(path: string, options: CheckCommandOptions, terminal: Terminal): Promise<number> {
  const { errors, plan, json, sensitivity = 'balanced', labels, teach, propose, answers: maxAnswers = 20 } = options
  const { signal, width } = terminal
  const inputs = [path, ...(labels === undefined ? [] : [labels]), ...(teach === undefined ? [] : [teach])]
  await checkOutputs({ '--errors': errors, '--plan': plan, '--propose': propose }, pathsOf(inputs))
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
    const names = text.columns.map(({ name, sourceName = name }) => sourceName)
    const cache: CheckCache = {}
    const checkOptions: CheckTableOptions = {
      tables,
      table,
      maxCells: 5_000_000,
      names,
      sensitivity,
      cache,
      signal,
      onProgress: (done, total) => terminal.progress(`Checking … ${share(done, total)}`),
    }
    const answers = labels === undefined ? [] : await readLabels(labels, { tables, table, columns: names, signal })
    if (teach !== undefined) {
      const clean = await openClean(teach, { tables, table, terminal })
      await answerFromClean(clean, { ...checkOptions, answers, maxAnswers })
      await tables.drop(clean.id)
    }
    const report = await checkTable({ ...checkOptions, answers })
    if (propose !== undefined) {
      const { rows } = await proposeTableRows({ ...checkOptions, answers, maxRows: Math.min(20, maxAnswers) })
      await writeFilePieces(propose, [new TextEncoder().encode(labelsCsv(rows))])
    }
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

/** Number of rows that are answered before the next ones are chosen. */
const answersAtOnce = 4

/** Answers the proposed rows by a clean copy of the table, as a person would. Adds to `answers`. */
async function answerFromClean(
  clean: TableRef,
  { answers, maxAnswers, ...options }: CheckTableOptions & { answers: Answer[]; maxAnswers: number },
): Promise<void> {
  const { tables, table, names = [], signal } = options
  const last = answers.length + maxAnswers
  while (answers.length < last) {
    const maxRows = Math.min(answersAtOnce, last - answers.length)
    const { rows } = await proposeTableRows({ ...options, answers, maxRows })
    if (rows.length === 0) return
    const numbers = rows.map(({ row }) => row)
    const [own, right] = [
      await readTextRows(tables, table, numbers, signal),
      await readTextRows(tables, clean, numbers, signal),
    ]
    numbers.forEach((row, at) => answers.push(compareRows(row, names, own[at] ?? [], right[at] ?? [])))
  }
}

/** Loads the clean copy as text. Its rows and columns must be those of the table, in the same order. */
async function openClean(
  path: string,
  { tables, table, terminal }: { tables: Tables; table: TableRef; terminal: Terminal },
): Promise<TableRef> {
  const { signal } = terminal
  const file = await openFile(path, signal)
  const loaded = await loadFile(file, { tables, id: `clean_${file.dataset}`, maxRetries: 3, signal })
  const clean = await loadAsText(file, loaded, { tables, id: `clean_text_${file.dataset}`, signal })
  if (clean.rows === table.rows && clean.columns.length === table.columns.length) return clean
  const sizes = { rows: clean.rows, columns: clean.columns.length, tableRows: table.rows, tableColumns: table.columns.length } // oxfmt-ignore
  throw wrongUse(error('teach.other-size', { path, ...sizes }, { where: { file: path } }))
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
 * The findings as CSV: row (1 = the first data row), column, value, repair, rule, confidence, reason, kind, and the
 * action of the repair: `set` a value, `clear` the cell, or `none`.
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
