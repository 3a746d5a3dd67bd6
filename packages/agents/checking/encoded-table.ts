/**
 * A column of texts by codes: what was written, and what is believed to have been meant so far. Code 0 is the empty
 * text, which is no value.
 */
export interface EncodedColumn {
  name: string
  /** By code. */
  values: string[]
  codes: Map<string, number>
  /** By row: what stands there. */
  observed: Int32Array
  /** By row: what was meant, as far as is known; equal to `observed` at first. */
  believed: Int32Array
  /** By code: how many rows it was written in. */
  written: number[]
  /** By code: how many rows are believed to mean it. */
  counts: number[]
}

export interface EncodedTable {
  rows: number
  columns: EncodedColumn[]
}

/** An empty column for so many rows; `writeCell` fills it. */
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

/** The code of a text, a new one where the column does not have it yet. */
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

/** Writes a cell that was empty. */
export function writeCell(column: EncodedColumn, row: number, text: string): void {
  const code = codeOf(column, text)
  column.observed[row] = code
  column.written[0] = (column.written[0] as number) - 1
  column.written[code] = (column.written[code] as number) + 1
  believe(column, row, code)
}

/** From now on the cell is taken to mean this value. */
export function believe(column: EncodedColumn, row: number, code: number): void {
  const before = column.believed[row] as number
  column.counts[before] = (column.counts[before] as number) - 1
  column.counts[code] = (column.counts[code] as number) + 1
  column.believed[row] = code
}

/** A table of texts, row by row. */
export function encodeTable(header: readonly string[], rows: readonly (readonly string[])[]): EncodedTable {
  const columns = header.map((name) => newColumn(name, rows.length))
  rows.forEach((cells, row) => columns.forEach((column, at) => writeCell(column, row, cells[at] ?? '')))
  return { rows: rows.length, columns }
}
