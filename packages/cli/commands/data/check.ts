import { englishFormatter } from '@aw-flow/messages/catalogs'
import {
  check,
  createAnswer,
  createAskModel,
  loadFile,
  proposeTableRows,
  readRowsAsStrings,
  reviewFindings,
  type CheckCache,
  type CheckTableOptions,
} from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { openTables } from '../../open-tables.ts'
import { error, type PreparationPlan, type TableRef } from '@aw-flow/schema'
import {
  planRepairs,
  planDeduplication,
  type Answer,
  type CheckReport,
  type Finding,
  type Sensitivity,
} from '@aw-flow/schema/internal'
import { createUsageError } from '../../command-error.ts'
import { checkOutputs } from '../../files/check-outputs.ts'
import { openFile } from '../../files/open-file.ts'
import { formatLabelsCsv, readLabels } from '../../files/read-labels.ts'
import { openModel, type ModelOptions } from '../../files/open-model.ts'
import { openSource, getFilePaths } from '../../files/open-source.ts'
import { toTextPlan, loadAsText } from '../../files/text-table.ts'
import { writeFileChunks, writeJson } from '../../files/write-file.ts'
import { describeCheck } from '../../reports/describe-check.ts'
import { formatReportJson } from '../../reports/report-json.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { formatProgress } from './load.ts'

export interface CheckCommandOptions extends ModelOptions {
  errors?: string
  plan?: string
  json?: boolean
  sensitivity?: Sensitivity
  /** Path of a labels file to learn from. */
  labels?: string
  /** Path of a clean copy of the file, from which answers are derived. */
  teach?: string
  /** Number of rows to review. Defaults to 20. */
  answers?: number
  /** Path of the output file for rows to review. */
  propose?: string
}

/**
 * `aw check FILE`: finds suspicious cells in a file, without converting values. The exit code is 0 regardless of the
 * findings.
 */
export async function checkCommand(path: string, options: CheckCommandOptions, terminal: Terminal): Promise<number> {
  const { errors, plan, json, sensitivity = 'balanced', labels, teach, propose, answers: maxAnswers = 20 } = options
  const { signal, width } = terminal
  const inputPaths = [path, ...(labels === undefined ? [] : [labels]), ...(teach === undefined ? [] : [teach])]
  await checkOutputs({ '--errors': errors, '--plan': plan, '--propose': propose }, getFilePaths(inputPaths))
  const openedModel = await openModel(options)
  const { file, close } = await openSource(path, terminal)
  const tables = await openTables()
  try {
    const loadResult = await loadFile(file, {
      tables,
      id: `load_${file.dataset}`,
      maxRetries: 3,
      signal,
      onProgress: (completed, total, unit) =>
        terminal.showProgress(`Loading ${file.name} … ${formatProgress(completed, total)} of ${unit}`),
    })
    const textPlan = toTextPlan(loadResult.report.plan)
    const table = await loadAsText(file, loadResult, { tables, id: `check_${file.dataset}`, signal })
    const sourceNames = textPlan.columns.map(({ name, sourceName = name }) => sourceName)
    const cache: CheckCache = {}
    const checkOptions: CheckTableOptions = {
      tables,
      table,
      maxCells: 5_000_000,
      names: sourceNames,
      sensitivity,
      cache,
      signal,
      onProgress: (completed, total) => terminal.showProgress(`Checking … ${formatProgress(completed, total)}`),
    }
    const answers =
      labels === undefined ? [] : await readLabels(labels, { tables, table, columns: sourceNames, signal })
    if (teach !== undefined) {
      const cleanTable = await loadCleanCopy(teach, { tables, table, terminal })
      await answerFromCleanCopy(cleanTable, { ...checkOptions, answers, maxAnswers })
      await tables.drop(cleanTable.id)
    }
    const checkResult = await check(table, { ...checkOptions, answers })
    const report = openedModel
      ? await reviewFindings(checkResult, {
          ask: createAskModel(openedModel.model, signal),
          maxFindings: options.modelRows,
        })
      : checkResult
    if (propose !== undefined) {
      const { rows } = await proposeTableRows({ ...checkOptions, answers, maxRows: Math.min(20, maxAnswers) })
      await writeFileChunks(propose, [new TextEncoder().encode(formatLabelsCsv(rows))])
    }
    terminal.showProgress(undefined)
    if (errors !== undefined) await writeFileChunks(errors, [new TextEncoder().encode(formatErrorsCsv(report))])
    if (plan !== undefined)
      await writeJson(
        plan,
        createRepairPlan(
          report,
          textPlan.columns.map(({ name }) => name),
        ),
      )
    terminal.print(json ? formatReportJson(report) : describeCheck(report, width))
    return 0
  } finally {
    await tables.close()
    await close()
    await openedModel?.close()
  }
}

/** Number of rows that are proposed at a time. Each proposal takes all previous answers into account. */
const answersPerRound = 4

/** Takes the answers for the proposed rows from a clean copy of the table, and appends them to `answers`. */
async function answerFromCleanCopy(
  cleanTable: TableRef,
  { answers, maxAnswers, ...options }: CheckTableOptions & { answers: Answer[]; maxAnswers: number },
): Promise<void> {
  const { tables, table, names = [], signal } = options
  const targetCount = answers.length + maxAnswers
  while (answers.length < targetCount) {
    const maxRows = Math.min(answersPerRound, targetCount - answers.length)
    const { rows } = await proposeTableRows({ ...options, answers, maxRows })
    if (rows.length === 0) return
    const rowNumbers = rows.map(({ row }) => row)
    const [checkedRows, cleanRows] = [
      await readRowsAsStrings(tables, table, rowNumbers, signal),
      await readRowsAsStrings(tables, cleanTable, rowNumbers, signal),
    ]
    rowNumbers.forEach((row, index) =>
      answers.push(createAnswer(row, names, checkedRows[index] ?? [], cleanRows[index] ?? [])),
    )
  }
}

/** Loads the clean copy as text. It must have the same rows and columns as the table, in the same order. */
async function loadCleanCopy(
  path: string,
  { tables, table, terminal }: { tables: Tables; table: TableRef; terminal: Terminal },
): Promise<TableRef> {
  const { signal } = terminal
  const file = await openFile(path, signal)
  const loadResult = await loadFile(file, { tables, id: `clean_${file.dataset}`, maxRetries: 3, signal })
  const cleanTable = await loadAsText(file, loadResult, { tables, id: `clean_text_${file.dataset}`, signal })
  if (cleanTable.rows === table.rows && cleanTable.columns.length === table.columns.length) return cleanTable
  const sizes = { rows: cleanTable.rows, columns: cleanTable.columns.length, tableRows: table.rows, tableColumns: table.columns.length } // oxfmt-ignore
  throw createUsageError(error('teach.size-mismatch', { path, ...sizes }, { where: { file: path } }))
}

/**
 * Creates a preparation plan that applies the repairs. It uses the column names of the loaded table, because the names
 * in the file may contain duplicates.
 */
function createRepairPlan(
  { columns, findings, repeated = [] }: CheckReport,
  loadedNames: readonly string[],
): PreparationPlan {
  const toLoadedName = (column: string): string => loadedNames[columns.indexOf(column)] ?? column
  const renamedFindings = findings.map((finding) => ({ ...finding, column: toLoadedName(finding.column) }))
  const rows = repeated.map((row) => ({ ...row, differ: row.differ.map(toLoadedName) }))
  const operations = [
    ...planRepairs(renamedFindings),
    ...planDeduplication({ columns: [...loadedNames], repeated: rows }),
  ]
  return { target: 'generic', operations, asText: true, notes: [] }
}

/**
 * Formats the findings as CSV. The columns are `row` (1 is the first data row), `column`, `value`, `repair`, `rule`,
 * `confidence`, `reason`, `kind` and `action`. The action is `set` (replace), `clear` (empty the cell) or `none`.
 */
function formatErrorsCsv({ findings }: CheckReport): string {
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
      getRepairAction(repair),
    ]
      .map(formatCsvCell)
      .join(','),
  )
  return `${[errorsHeader, ...lines].join('\n')}\n`
}

const errorsHeader = 'row,column,value,repair,rule,confidence,reason,kind,action'

const getRepairAction = (repair: string | undefined): string =>
  repair === undefined ? 'none' : repair === '' ? 'clear' : 'set'

const formatCsvCell = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
