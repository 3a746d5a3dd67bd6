import { loadFile, readRowsAsStrings } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { error, type TableRef } from '@aw-flow/schema'
import type { Answer, AnswerCell, ProposedRow } from '@aw-flow/schema/internal'
import { createUsageError } from '../command-error.ts'
import { openFile } from './open-file.ts'
import { toTextPlan, loadAsText } from './text-table.ts'

/** Column names of a labels file. `value` is optional. */
const headerNames = ['row', 'column', 'verdict', 'correct', 'value'] as const

export interface LabelsOptions {
  tables: Tables
  /** The checked table, with one text column for each of `columns`. */
  table: TableRef
  /** Column names in the checked file. */
  columns: readonly string[]
  signal: AbortSignal
}

/**
 * Reads answers from a CSV file with the columns `row` (1 is the first data row), `column` (`*` means all other columns
 * of the row), `verdict` (`right` or `wrong`), `correct` (the correct value of a wrong cell, empty if the cell should
 * be empty) and, optionally, `value`. With `value`, rows are matched by their values, so that labels for an earlier
 * version of the file can be used.
 *
 * @throws {CommandError} If a value is invalid; the problem states the first invalid value and its line.
 */
export async function readLabels(path: string, options: LabelsOptions): Promise<Answer[]> {
  const { tables, table, columns, signal } = options
  const file = await openFile(path, signal)
  const loadResult = await loadFile(file, { tables, id: `labels_${file.dataset}`, maxRetries: 3, signal })
  const names = toTextPlan(loadResult.report.plan).columns.map(({ name, sourceName = name }) =>
    sourceName.trim().toLowerCase(),
  )
  const labelsTable = await loadAsText(file, loadResult, { tables, id: `labels_text_${file.dataset}`, signal })
  const columnIndexes = Object.fromEntries(headerNames.map((name) => [name, names.indexOf(name)])) as Record<
    (typeof headerNames)[number],
    number
  >
  const where = { file: path }
  for (const name of ['row', 'column', 'verdict', 'correct'] as const)
    if (columnIndexes[name] < 0) throw createUsageError(error('labels.no-column', { name, columns: names }, { where }))
  const lines = await readRowsAsStrings(
    tables,
    labelsTable,
    Array.from({ length: labelsTable.rows }, (_, index) => index + 1),
    signal,
  )
  await tables.drop(labelsTable.id)
  const answersByRow = new Map<number, { columns: Map<string, AnswerCell>; isComplete: boolean }>()
  for (const [index, cells] of lines.entries()) {
    const getCell = (name: (typeof headerNames)[number]): string => cells[columnIndexes[name]] ?? ''
    // The header is line 1.
    const line = index + 2
    const row = Number(getCell('row'))
    if (!Number.isInteger(row) || row < 1 || (columnIndexes.value < 0 && row > table.rows))
      throw createUsageError(error('labels.wrong-row', { line, value: getCell('row'), rows: table.rows }, { where }))
    const column = getCell('column')
    if (column !== '*' && !columns.includes(column))
      throw createUsageError(error('labels.unknown-column', { line, column, columns: [...columns] }, { where }))
    const verdict = getCell('verdict').trim().toLowerCase()
    if ((verdict !== 'right' && verdict !== 'wrong') || (column === '*' && verdict === 'wrong'))
      throw createUsageError(error('labels.wrong-verdict', { line, verdict: getCell('verdict') }, { where }))
    const answer = answersByRow.get(row) ?? { columns: new Map<string, AnswerCell>(), isComplete: false }
    answersByRow.set(row, answer)
    if (column === '*') answer.isComplete = true
    else if (answer.columns.has(column))
      throw createUsageError(error('labels.duplicate', { line, row, column }, { where }))
    else
      answer.columns.set(column, {
        column,
        value: getCell('value'),
        verdict,
        ...(verdict === 'wrong' ? { correct: getCell('correct') } : {}),
      })
  }
  const rows = [...answersByRow.keys()]
  const needsValues = columnIndexes.value < 0 || [...answersByRow.values()].some(({ isComplete }) => isComplete)
  const cellRows = needsValues
    ? await readRowsAsStrings(
        tables,
        table,
        rows.map((row) => Math.min(row, table.rows)),
        signal,
      )
    : []
  return rows.map((row, index) => {
    const { columns: cells, isComplete } = answersByRow.get(row) as {
      columns: Map<string, AnswerCell>
      isComplete: boolean
    }
    const rowValues = cellRows[index]
    return {
      row,
      cells: columns.flatMap((column, position): AnswerCell[] => {
        const cell = cells.get(column)
        const value = rowValues?.[position] ?? ''
        if (!cell) return isComplete ? [{ column, value, verdict: 'right' }] : []
        return [columnIndexes.value < 0 ? { ...cell, value } : cell]
      }),
    }
  })
}

/** Formats proposed rows as a labels file for the user to correct. Verdicts are based on the current findings. */
export function formatLabelsCsv(rows: readonly ProposedRow[]): string {
  const lines = rows.flatMap(({ row, cells }) =>
    cells.map(({ column, value, repair }) =>
      [String(row), column, repair === undefined ? 'right' : 'wrong', repair ?? '', value].map(formatCsvCell).join(','),
    ),
  )
  return `${[headerNames.join(','), ...lines].join('\n')}\n`
}

const formatCsvCell = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
