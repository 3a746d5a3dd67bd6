/**
 * A column of texts as codes: the observed values (as written) and the believed values (the intended values as far as
 * known). Code 0 is the empty text, which is a missing value.
 */
export interface EncodedColumn {
  name: string
  /** Texts by code. */
  values: string[]
  codes: Map<string, number>
  /** Observed code by row. */
  observed: Int32Array
  /** Believed code by row; equal to `observed` at first. */
  believed: Int32Array
  /** Number of rows by observed code. */
  written: number[]
  /** Number of rows by believed code. */
  counts: number[]
}

/** @internal */
export interface EncodedTable {
  rows: number
  columns: EncodedColumn[]
}

/** An empty column; `writeCell` fills it. */
export function newColumn(name: string, rows: number): EncodedColumn {
  return {
    name,
    values: [''],
    codes: new Map([['', 0]]),
    observed: new Int32Array(rows),
    believed: new Int32Array(rows),
    written: [rows],
    counts: [rows],
  }
}

/** The code of a text. Adds the text to the column if it is new. */
export function codeOf(column: EncodedColumn, text: string): number {
  const known = column.codes.get(text)
  if (known !== undefined) return known
  const code = column.values.length
  column.values.push(text)
  column.codes.set(text, code)
  column.written.push(0)
  column.counts.push(0)
  return code
}

/** Writes a cell that is still empty. */
export function writeCell(column: EncodedColumn, row: number, text: string): void {
  const code = codeOf(column, text)
  column.observed[row] = code
  column.written[0] = (column.written[0] as number) - 1
  column.written[code] = (column.written[code] as number) + 1
  believe(column, row, code)
}

/** Sets the believed value of a cell. */
export function believe(column: EncodedColumn, row: number, code: number): void {
  const before = column.believed[row] as number
  column.counts[before] = (column.counts[before] as number) - 1
  column.counts[code] = (column.counts[code] as number) + 1
  column.believed[row] = code
}

/** Number of distinct believed values, without the missing value. */
export const countDistinct = ({ counts }: EncodedColumn): number =>
  counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)

/**
 * Encodes a table of texts.
 *
 * @param rows - Cells by row and column; missing cells are empty.
 * @internal
 */
export function encodeTable(header: readonly string[], rows: readonly (readonly string[])[]): EncodedTable {
  const columns = header.map((name) => newColumn(name, rows.length))
  rows.forEach((cells, row) => columns.forEach((column, at) => writeCell(column, row, cells[at] ?? '')))
  return { rows: rows.length, columns }
}
