import { broadKind, cellKind, isTyped } from '../columns/cell-kind.ts'
import { isBlank, type SourceRecord } from './read-records.ts'

const steady = 0.95
const least = 5

/**
 * Joins the words of one column in a text that is cut at blanks, where that column's texts hold blanks themselves and have
 * no quotes: the first record names the columns, and all columns before and behind are told by their form (numbers, dates,
 * codes, quotes). Records that are as they should be, and all of them where no such column is found, stay as they are.
 */
export function joinFreeText(records: readonly SourceRecord[], delimiter: string): readonly SourceRecord[] {
  const [header, ...body] = records.filter((record) => !isBlank(record))
  const width = header?.cells.length ?? 0
  if (delimiter !== ' ' || width < 3 || body.length < least) return records
  const longer = body.filter(({ cells }) => cells.length > width)
  const whole = body.filter(({ cells }) => cells.length >= width)
  if (longer.length < 0.2 * body.length || whole.length < steady * body.length) return records
  const before = steadyColumns(whole, width - 1, (_, column) => column)
  const behind = steadyColumns(whole, width - 1 - before, ({ cells }, column) => cells.length - 1 - column)
  if (before + behind < width - 1) return records
  return records.map((record) => (record.cells.length > width ? join(record, before, behind) : record))
}

/** How many columns in a row, from one end, hold cells of one form. */
function steadyColumns(
  records: readonly SourceRecord[],
  most: number,
  place: (record: SourceRecord, column: number) => number,
): number {
  for (let column = 0; column < most; column++) {
    const counts = new Map<string, number>()
    for (const record of records) {
      const at = place(record, column)
      const form = formOf(record.cells[at] ?? '', record.quoted[at] === true)
      if (form !== undefined) counts.set(form, (counts.get(form) ?? 0) + 1)
    }
    if (Math.max(0, ...counts.values()) < steady * records.length) return column
  }
  return most
}

/** What a cell is by its form; `undefined` for a bare word, which may be part of a text. */
function formOf(cell: string, quoted: boolean): string | undefined {
  if (quoted) return 'quoted'
  const kind = cellKind(cell)
  if (kind === 'empty') return 'empty'
  if (isTyped(kind)) return broadKind(kind)
  return kind === 'code'
    ? cell
        .replace(/\p{Lu}/gu, 'A')
        .replace(/\p{Ll}/gu, 'a')
        .replace(/\d/g, '9')
    : undefined
}

function join(record: SourceRecord, before: number, behind: number): SourceRecord {
  const { cells, quoted } = record
  const end = cells.length - behind
  return {
    ...record,
    cells: [...cells.slice(0, before), cells.slice(before, end).join(' '), ...cells.slice(end)],
    quoted: [...quoted.slice(0, before), false, ...quoted.slice(end)],
    joined: true,
  }
}
