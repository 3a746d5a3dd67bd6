import { toBroadKind, classifyCell, hasDistinctiveFormat } from '../columns/cell-kind.ts'
import { isBlank, type SourceRecord } from '../records/read-records.ts'

const minUniformShare = 0.95
const minRecords = 5

/**
 * Joins the parts of cells that contain the delimiter without being quoted: words of a text column between spaces,
 * groups of digits, and parts of sentences. Other records are returned unchanged.
 */
export const joinSplitCells = (records: readonly SourceRecord[], delimiter: string): readonly SourceRecord[] =>
  delimiter === ' ' ? joinFreeText(records) : joinThousands(joinSentences(records, delimiter), delimiter)

/**
 * Joins the words of an unquoted text column in space-delimited records. The first record must name the columns, and
 * all columns before and after the joined one must have a uniform format, such as numbers, dates, codes or quoted text.
 * If this does not apply, the records are returned unchanged.
 */
function joinFreeText(records: readonly SourceRecord[]): readonly SourceRecord[] {
  const [header, ...body] = records.filter((record) => !isBlank(record))
  const width = header?.cells.length ?? 0
  if (width < 3 || body.length < minRecords) return records
  const longerRecords = body.filter(({ cells }) => cells.length > width)
  const completeRecords = body.filter(({ cells }) => cells.length >= width)
  // In tables written by R, each record starts with its row name, so all records have one more cell than the header.
  if (body.every(({ cells }) => cells.length === width + 1)) return records
  if (longerRecords.length < 0.2 * body.length || completeRecords.length < minUniformShare * body.length) return records
  const leadingCount = countUniformColumns(completeRecords, width - 1, (_, column) => column)
  const trailingCount = countUniformColumns(
    completeRecords,
    width - 1 - leadingCount,
    ({ cells }, column) => cells.length - 1 - column,
  )
  if (leadingCount + trailingCount < width - 1) return records
  // If most of the joined cells are numbers or dates, they are separate cells rather than text.
  const joinsValues = ({ cells }: SourceRecord): boolean =>
    cells.slice(leadingCount, cells.length - trailingCount).every((cell) => hasDistinctiveFormat(classifyCell(cell)))
  if (longerRecords.filter(joinsValues).length * 2 > longerRecords.length) return records
  return records.map((record) =>
    record.cells.length > width ? joinCells(record, leadingCount, trailingCount) : record,
  )
}

/** Counts the consecutive columns, from one end, in which almost all cells have the same format. */
function countUniformColumns(
  records: readonly SourceRecord[],
  maxColumns: number,
  getCellIndex: (record: SourceRecord, column: number) => number,
): number {
  for (let column = 0; column < maxColumns; column++) {
    const counts = new Map<string, number>()
    for (const record of records) {
      const index = getCellIndex(record, column)
      const format = detectCellFormat(record.cells[index] ?? '', record.quoted[index] === true)
      if (format !== undefined) counts.set(format, (counts.get(format) ?? 0) + 1)
    }
    if (Math.max(0, ...counts.values()) < minUniformShare * records.length) return column
  }
  return maxColumns
}

/** Returns the format of a cell, or `undefined` if it is an unquoted word, which may be part of a longer text. */
function detectCellFormat(cell: string, isQuoted: boolean): string | undefined {
  if (isQuoted) return 'quoted'
  const kind = classifyCell(cell)
  if (kind === 'empty') return 'empty'
  if (hasDistinctiveFormat(kind)) return toBroadKind(kind)
  return kind === 'code'
    ? cell
        .replace(/\p{Lu}/gu, 'A')
        .replace(/\p{Ll}/gu, 'a')
        .replace(/\d/g, '9')
    : undefined
}

const firstGroupPattern = /^[+-]?\p{Sc}?[1-9]\d{0,2}$/u
const nextGroupPattern = /^\d{3}(?:\.\d+)?$/

/**
 * Joins unquoted numbers such as `12,000` that the delimiter has split, so that their records have more cells than the
 * header has names. All of these numbers must be in the same column, which has numbers in the other records. If this
 * does not apply, the records are returned unchanged.
 */
function joinThousands(records: readonly SourceRecord[], delimiter: string): readonly SourceRecord[] {
  const [header, ...body] = records.filter((record) => !isBlank(record))
  const width = header?.cells.length ?? 0
  if (delimiter !== ',' || !header || width < 2 || !header.cells.every(isName)) return records
  const longerRecords = body.filter(({ cells }) => cells.length > width)
  const column = longerRecords[0] && findSplitNumber(longerRecords[0], width)
  if (column === undefined || !longerRecords.every((record) => findSplitNumber(record, width) === column))
    return records
  const fittingRecords = body.filter(({ cells }) => cells.length === width)
  const isNumber = (cell = ''): boolean => cell === '' || toBroadKind(classifyCell(cell)) === 'number'
  if (fittingRecords.length === 0 || !fittingRecords.every(({ cells }) => isNumber(cells[column]))) return records
  return records.map((record) =>
    record.cells.length > width ? joinCells(record, column, width - 1 - column, delimiter) : record,
  )
}

const isName = (cell: string): boolean => cell.trim() !== '' && !hasDistinctiveFormat(classifyCell(cell))

/**
 * Joins sentences that their own punctuation has split (`hello, world`), so that their records have more cells than the
 * header has names. A cell continues the previous one if it starts with a space, or if a quote within the previous one is
 * open. If other records also have such cells, or the joined records have another width, no letters or enclosing quotes,
 * the records are returned unchanged.
 */
function joinSentences(records: readonly SourceRecord[], delimiter: string): readonly SourceRecord[] {
  const [header, ...body] = records.filter((record) => !isBlank(record))
  const width = header?.cells.length ?? 0
  if (!header || width < 2 || !header.cells.every((name) => isName(name) && name === name.trim())) return records
  const longerRecords = body.filter(({ cells }) => cells.length > width)
  const isSpaced = ({ cells, quoted }: SourceRecord): boolean =>
    cells.some((cell, column) => !quoted[column] && /^\s/.test(cell))
  if (longerRecords.length === 0 || body.some((record) => record.cells.length <= width && isSpaced(record)))
    return records
  const joinedRecords = new Map(longerRecords.map((record) => [record, joinContinuations(record, delimiter)]))
  const isSentence = (cell: string): boolean =>
    !cell.includes(delimiter) || (/\p{L}/u.test(cell) && !/^\s*(['"]).*\1\s*$/s.test(cell))
  if ([...joinedRecords.values()].some(({ cells }) => cells.length !== width || !cells.every(isSentence)))
    return records
  return records.map((record) => joinedRecords.get(record) ?? record)
}

function joinContinuations(record: SourceRecord, delimiter: string): SourceRecord {
  const cells: string[] = []
  const quoted: boolean[] = []
  record.cells.forEach((cell, index) => {
    const previous = cells.at(-1)
    const isQuoteOpen = quoted.at(-1) === false && (previous?.split('"').length ?? 1) % 2 === 0
    if (previous === undefined || record.quoted[index] || (!/^\s+\S/.test(cell) && !isQuoteOpen)) {
      cells.push(cell)
      quoted.push(record.quoted[index] === true)
    } else cells[cells.length - 1] = previous + delimiter + cell
  })
  return { ...record, cells, quoted, strayQuotes: 0, joined: 'words' }
}

/** Returns the last column whose extra cells are groups of three digits, or `undefined`. */
function findSplitNumber({ cells, quoted }: SourceRecord, width: number): number | undefined {
  const extraCount = cells.length - width
  for (let column = width - 1; column >= 0; column--) {
    const [first = '', ...groups] = cells.slice(column, column + extraCount + 1)
    const isSplit = firstGroupPattern.test(first) && groups.every((group) => nextGroupPattern.test(group))
    if (isSplit && !quoted.slice(column, column + extraCount + 1).some(Boolean)) return column
  }
  return undefined
}

function joinCells(record: SourceRecord, leadingCount: number, trailingCount: number, separator = ' '): SourceRecord {
  const { cells, quoted } = record
  const end = cells.length - trailingCount
  return {
    ...record,
    cells: [...cells.slice(0, leadingCount), cells.slice(leadingCount, end).join(separator), ...cells.slice(end)],
    quoted: [...quoted.slice(0, leadingCount), false, ...quoted.slice(end)],
    joined: separator === ' ' ? 'words' : 'number',
  }
}
