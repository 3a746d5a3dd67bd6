import { loadFile, readTextRows } from '@aw-flow/agents'
import type { Tables } from '@aw-flow/engine'
import { error, type Answer, type AnswerCell, type ProposedRow, type TableRef } from '@aw-flow/schema'
import { wrongUse } from '../command-error.ts'
import { openFile } from './open-file.ts'
import { asText, loadAsText } from './text-table.ts'

/** The columns of a file of labels. `value` is optional. */
const header = ['row', 'column', 'verdict', 'correct', 'value'] as const

export interface LabelsOptions {
  tables: Tables
  /** The checked table, with one text column for each of `columns`. */
  table: TableRef
  /** The column names of the checked file. */
  columns: readonly string[]
  signal: AbortSignal
}

/**
 * Reads answers from a CSV file with the columns `row` (1 = first data row), `column` (`*` = all other columns of the
 * row), `verdict` (`right` or `wrong`), `correct` (for wrong cells; empty: the cell should be empty) and, optionally,
 * `value`: with it, rows are recognized by their values, so that labels of an earlier file apply.
 *
 * @throws CommandError that names the first wrong value and its line.
 */
export async function readLabels(path: string, options: LabelsOptions): Promise<Answer[]> {
  const { tables, table, columns, signal } = options
  const file = await openFile(path, signal)
  const loaded = await loadFile(file, { tables, id: `labels_${file.dataset}`, maxRetries: 3, signal })
  const names = asText(loaded.report.plan).columns.map(({ name, sourceName = name }) => sourceName.trim().toLowerCase())
  const labels = await loadAsText(file, loaded, { tables, id: `labels_text_${file.dataset}`, signal })
  const at = Object.fromEntries(header.map((name) => [name, names.indexOf(name)])) as Record<
    (typeof header)[number],
    number
  >
  const where = { file: path }
  for (const name of ['row', 'column', 'verdict', 'correct'] as const)
    if (at[name] < 0) throw wrongUse(error('labels.no-column', { name, columns: names }, { where }))
  const lines = await readTextRows(
    tables,
    labels,
    Array.from({ length: labels.rows }, (_, index) => index + 1),
    signal,
  )
  await tables.drop(labels.id)
  const byRow = new Map<number, { columns: Map<string, AnswerCell>; isComplete: boolean }>()
  for (const [index, cells] of lines.entries()) {
    const of = (name: (typeof header)[number]): string => cells[at[name]] ?? ''
    // The header is line 1.
    const line = index + 2
    const row = Number(of('row'))
    if (!Number.isInteger(row) || row < 1 || (at.value < 0 && row > table.rows))
      throw wrongUse(error('labels.wrong-row', { line, value: of('row'), rows: table.rows }, { where }))
    const column = of('column')
    if (column !== '*' && !columns.includes(column))
      throw wrongUse(error('labels.unknown-column', { line, column, columns: [...columns] }, { where }))
    const verdict = of('verdict').trim().toLowerCase()
    if ((verdict !== 'right' && verdict !== 'wrong') || (column === '*' && verdict === 'wrong'))
      throw wrongUse(error('labels.wrong-verdict', { line, verdict: of('verdict') }, { where }))
    const answer = byRow.get(row) ?? { columns: new Map<string, AnswerCell>(), isComplete: false }
    byRow.set(row, answer)
    if (column === '*') answer.isComplete = true
    else if (answer.columns.has(column)) throw wrongUse(error('labels.twice', { line, row, column }, { where }))
    else
      answer.columns.set(column, {
        column,
        value: of('value'),
        verdict,
        ...(verdict === 'wrong' ? { correct: of('correct') } : {}),
      })
  }
  const rows = [...byRow.keys()]
  const written = at.value < 0 || [...byRow.values()].some(({ isComplete }) => isComplete)
  const texts = written
    ? await readTextRows(
        tables,
        table,
        rows.map((row) => Math.min(row, table.rows)),
        signal,
      )
    : []
  return rows.map((row, index) => {
    const { columns: cells, isComplete } = byRow.get(row) as { columns: Map<string, AnswerCell>; isComplete: boolean }
    const own = texts[index]
    return {
      row,
      cells: columns.flatMap((column, position): AnswerCell[] => {
        const cell = cells.get(column)
        const value = own?.[position] ?? ''
        if (!cell) return isComplete ? [{ column, value, verdict: 'right' }] : []
        return [at.value < 0 ? { ...cell, value } : cell]
      }),
    }
  })
}

/** Proposed rows as a file of labels, with the verdicts of the findings so far, for a person to correct. */
export function labelsCsv(rows: readonly ProposedRow[]): string {
  const lines = rows.flatMap(({ row, cells }) =>
    cells.map(({ column, value, repair }) =>
      [String(row), column, repair === undefined ? 'right' : 'wrong', repair ?? '', value].map(csvCell).join(','),
    ),
  )
  return `${[header.join(','), ...lines].join('\n')}\n`
}

const csvCell = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
