import type { Answer } from '@aw-flow/schema/internal'
import { encodeText, createColumn, writeCell, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'

/** The result of reviewing a cell. */
export interface Verdict {
  readonly isWrong: boolean
  /** The correct value, or `undefined` if it is unknown. If the cell is not wrong, this is its current value. */
  readonly correctValue: string | undefined
}

/** A table with its answers matched to rows. @internal */
export interface AnsweredTable {
  /** The table. Answers that match none of its rows are appended as additional rows. */
  readonly table: EncodedTable
  /** Number of rows, excluding the appended ones. */
  readonly rowCount: number
  /** The verdicts, keyed by `row * columnCount + columnIndex`. */
  readonly verdicts: ReadonlyMap<number, Verdict>
  /** The rows that were matched to an answer or appended for one. */
  readonly answeredRows: readonly number[]
  /** Number of answers that match a row of the table. */
  readonly matchedAnswerCount: number
}

/** An answer is used only if at least this fraction of its columns exists in the table. */
const minSharedColumnFraction = 0.5

/**
 * Matches answers to the table's rows by comparing their values. If several rows are equal, the row with the answer's
 * row number is preferred, then the first row that has no answer yet. An answer that matches no row is appended as a
 * row, because it is still a useful example.
 *
 * @param getRowNumber - Converts a row index to the row number that answers use. Default: the index plus 1.
 * @internal
 */
export function locateAnswers(
  table: EncodedTable,
  answers: readonly Answer[],
  getRowNumber: (row: number) => number = (row) => row + 1,
): AnsweredTable {
  const columnCount = table.columns.length
  const columnIndexes = new Map(table.columns.map(({ name }, columnIndex) => [name, columnIndex]))
  const locatedAnswers: { answer: Answer; row: number | undefined }[] = []
  const matchedRows = new Set<number>()
  for (const answer of answers) {
    const sharedCells = answer.cells.filter(({ column }) => columnIndexes.has(column))
    if (sharedCells.length === 0 || sharedCells.length < minSharedColumnFraction * answer.cells.length) continue
    const row = findRow(table, answer, columnIndexes, matchedRows, getRowNumber)
    if (row !== undefined) matchedRows.add(row)
    locatedAnswers.push({ answer, row })
  }
  const unlocatedAnswers = locatedAnswers.filter(({ row }) => row === undefined)
  const extendedTable =
    unlocatedAnswers.length === 0
      ? table
      : extendTable(
          table,
          unlocatedAnswers.map(({ answer }) => answer),
        )
  let nextRow = table.rows
  const verdicts = new Map<number, Verdict>()
  const answeredRows = locatedAnswers.map(({ answer, row: locatedRow }) => {
    const row = locatedRow ?? nextRow++
    for (const { column, value, verdict, correct } of answer.cells) {
      const columnIndex = columnIndexes.get(column)
      if (columnIndex === undefined) continue
      const isWrong = verdict === 'wrong' && correct !== value
      verdicts.set(row * columnCount + columnIndex, { isWrong, correctValue: isWrong ? correct : value })
    }
    return row
  })
  return {
    table: extendedTable,
    rowCount: table.rows,
    verdicts,
    answeredRows,
    matchedAnswerCount: locatedAnswers.length - unlocatedAnswers.length,
  }
}

function findRow(
  { rows, columns }: EncodedTable,
  { row: answerRow, cells }: Answer,
  columnIndexes: ReadonlyMap<string, number>,
  matchedRows: ReadonlySet<number>,
  getRowNumber: (row: number) => number,
): number | undefined {
  const expectedCells: [column: EncodedColumn, code: number][] = []
  for (const { column: name, value } of cells) {
    const columnIndex = columnIndexes.get(name)
    if (columnIndex === undefined) continue
    const column = columns[columnIndex] as EncodedColumn
    const code = value === '' ? 0 : column.codes.get(value)
    if (code === undefined) return undefined
    expectedCells.push([column, code])
  }
  // Compares the rarest value first, so that a single comparison rejects most rows.
  expectedCells.sort(
    ([a, codeA], [b, codeB]) => (a.observedCounts[codeA] as number) - (b.observedCounts[codeB] as number),
  )
  const isMatch = (row: number): boolean => expectedCells.every(([column, code]) => column.observedCodes[row] === code)
  let firstMatch: number | undefined
  for (let row = 0; row < rows; row++) {
    if (matchedRows.has(row) || !isMatch(row)) continue
    if (answerRow === undefined || getRowNumber(row) === answerRow) return row
    firstMatch ??= row
  }
  return firstMatch
}

function extendTable({ rows, columns }: EncodedTable, answers: readonly Answer[]): EncodedTable {
  const extendedColumns = columns.map((column) => {
    const copy = createColumn(column.name, rows + answers.length)
    for (const text of column.values) encodeText(copy, text)
    for (let row = 0; row < rows; row++)
      writeCell(copy, row, column.values[column.observedCodes[row] as number] as string)
    answers.forEach(({ cells }, index) => {
      const cell = cells.find((candidate) => candidate.column === column.name)
      writeCell(copy, rows + index, cell?.value ?? '')
    })
    return copy
  })
  return { rows: rows + answers.length, columns: extendedColumns }
}
