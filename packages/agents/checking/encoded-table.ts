/**
 * A dictionary-encoded column of strings. It contains the observed values, as written, and the repaired values, which
 * include all repairs so far. Code 0 is the empty string, which represents a missing value.
 */
export interface EncodedColumn {
  name: string
  /** The strings, indexed by code. */
  values: string[]
  /** The codes, keyed by string. */
  codes: Map<string, number>
  /** The observed codes, indexed by row. */
  observedCodes: Int32Array
  /** The repaired codes, indexed by row. Initially equal to `observedCodes`. */
  repairedCodes: Int32Array
  /** Number of rows per observed code. */
  observedCounts: number[]
  /** Number of rows per repaired code. */
  counts: number[]
  /** Number of changes of repaired codes. */
  revision: number
}

/** @internal */
export interface EncodedTable {
  rows: number
  columns: EncodedColumn[]
}

/** Creates a column whose cells are all empty. Use `writeCell` to fill it. */
export function createColumn(name: string, rowCount: number): EncodedColumn {
  return {
    name,
    values: [''],
    codes: new Map([['', 0]]),
    observedCodes: new Int32Array(rowCount),
    repairedCodes: new Int32Array(rowCount),
    observedCounts: [rowCount],
    counts: [rowCount],
    revision: 0,
  }
}

/** Returns the code of a string. Adds the string to the column if it is new. */
export function encodeText(column: EncodedColumn, text: string): number {
  const existing = column.codes.get(text)
  if (existing !== undefined) return existing
  const code = column.values.length
  column.values.push(text)
  column.codes.set(text, code)
  column.observedCounts.push(0)
  column.counts.push(0)
  return code
}

/** Writes text to a cell that is still empty. */
export function writeCell(column: EncodedColumn, row: number, text: string): void {
  writeCode(column, row, encodeText(column, text))
}

/** Writes the text with a given code to a cell that is still empty. */
export function writeCode(column: EncodedColumn, row: number, code: number): void {
  column.observedCodes[row] = code
  column.observedCounts[0] = (column.observedCounts[0] as number) - 1
  column.observedCounts[code] = (column.observedCounts[code] as number) + 1
  setRepairedCode(column, row, code)
}

/** Sets a cell's repaired value. */
export function setRepairedCode(column: EncodedColumn, row: number, code: number): void {
  const previousCode = column.repairedCodes[row] as number
  if (previousCode === code) return
  column.revision++
  column.counts[previousCode] = (column.counts[previousCode] as number) - 1
  column.counts[code] = (column.counts[code] as number) + 1
  column.repairedCodes[row] = code
}

/** Counts the distinct repaired values, excluding missing values. */
export const countDistinct = ({ counts }: EncodedColumn): number =>
  counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0)

/**
 * Encodes a table of strings.
 *
 * @param rows - The cells of each row, in column order. Absent cells are treated as empty.
 * @internal
 */
export function encodeTable(header: readonly string[], rows: readonly (readonly string[])[]): EncodedTable {
  const columns = header.map((name) => createColumn(name, rows.length))
  // Encodes column by column, so that the map of codes stays in the CPU cache.
  columns.forEach((column, index) => rows.forEach((cells, row) => writeCell(column, row, cells[index] ?? '')))
  return { rows: rows.length, columns }
}
