import { message, type Message } from '@aw-flow/messages'
import type { Dialect } from '@aw-flow/schema/internal'
import type { CellCosts } from './align-cells.ts'
import { scoreHeader } from './detect-header.ts'
import { repairRecord } from './repair-record.ts'
import { readRecords, type SourceRecord } from '../records/read-records.ts'

/** The column names recovered from a damaged header line. */
export interface RepairedHeader {
  names: string[]
  reason: Message
}

/** Cost of an empty header cell in nats, above a column with values and above an empty column. */
const emptyCellCosts = { aboveValues: 24, aboveEmptyColumn: 4 }
/** Maximum cost of a repair in nats. It allows a single mistake. */
const maxCost = 12

const delimiters = [',', ';', '\t', '|', ' ']
const functionWordPattern =
  /^(?:of|the|and|by|in|for|from|to|on|at|der|die|das|und|von|de|du|des|la|le|les|et|y|el|en)$/i

/**
 * Splits a header line at a different delimiter. Returns the names only if each column receives a distinct name and the
 * line is certainly a header.
 */
function splitByOtherDelimiter(
  rawLine: string,
  rows: readonly string[][],
  width: number,
  { quote, escape }: Dialect,
): RepairedHeader | undefined {
  for (const delimiter of delimiters) {
    const cells = readRecords(rawLine, { delimiter, quote, escape })[0]?.cells ?? []
    const names = cells.map((name) => name.trim()).filter((name) => delimiter !== ' ' || name !== '')
    if (names.length !== width || new Set(names).size < width) continue
    if (!names.every((name) => /\p{L}/u.test(name) && !/\p{L}=\S/u.test(name) && !functionWordPattern.test(name)))
      continue
    const { score, isCertain } = scoreHeader(names, rows, width)
    if (!isCertain || score <= 2.5) continue
    const delimiterText = JSON.stringify(delimiter).slice(1, -1)
    const reason =
      delimiter === ' '
        ? message('loading.repair-names-blank', {})
        : message('loading.repair-names', { mark: delimiterText })
    return { names, reason }
  }
  return undefined
}

/**
 * Repairs a header line damaged by an extra quote or delimiter, or by a different delimiter. Returns `undefined`
 * unless the result is certainly a header of the records below. A name is split only next to a quote or at a different
 * delimiter.
 */
export function repairHeader(
  record: SourceRecord,
  recordsBelow: readonly SourceRecord[],
  width: number,
  dialect: Dialect,
  text: string,
): RepairedHeader | undefined {
  const rows = recordsBelow.filter(({ cells }) => cells.length === width).map(({ cells }) => cells)
  if (width < 3 || rows.length < 2 || (record.cells.length === width && record.strayQuotes === 0)) return undefined
  const isEmptyColumn = Array.from({ length: width }, (_, column) =>
    rows.every((cells) => cells[column]?.trim() === ''),
  )
  const nameCosts: CellCosts = {
    width,
    computeCellCost: (column, name) =>
      name.trim() !== '' ? 0 : isEmptyColumn[column] ? emptyCellCosts.aboveEmptyColumn : emptyCellCosts.aboveValues,
    findSplit: () => undefined,
  }
  const rawLine = text.slice(record.start, record.end).replace(/\n$/, '')
  const repair = repairRecord(rawLine, dialect, nameCosts)
  if (!repair || repair.cost > maxCost)
    return record.cells.length === 1 ? splitByOtherDelimiter(rawLine, rows, width, dialect) : undefined
  if (repair.cells.some((name, column) => name.trim() === '' && !isEmptyColumn[column])) return undefined
  const { score, isCertain } = scoreHeader(repair.cells, rows, width)
  return isCertain && score > 0.5
    ? { names: repair.cells.map((name) => name.trim()), reason: repair.reason }
    : undefined
}
