/** What the rest of the table says of one cell: how often each value stands where the same evidence is given. */
export interface Tally {
  /** Cells by code, the cell itself among them; code 0 counts those without a value. */
  counts: ReadonlyMap<number, number>
  /** The code that the cell itself adds to them. */
  own: number
  /** Cells with a value, the cell itself left out. */
  total: number
}

/** How many other cells have this code. */
export const othersWith = ({ counts, own }: Tally, code: number): number =>
  (counts.get(code) ?? 0) - (code === own ? 1 : 0)

/** A source of evidence for the cells of one column. */
export interface Predictor {
  to: number
  /** The columns of the row that it looks at. */
  from: readonly number[]
  /** Of which part of each it looks at ("the first part of"), where it is a part. */
  labels?: readonly string[]
  /** `parts`: what it is put together of or works out from; `rest`: the whole and the other parts. */
  kind: 'columns' | 'rows' | 'steps' | 'parts' | 'rest'
  /** The share of cells that differ from it and are right all the same. */
  exceptions: number
  /** The same where almost all others agree among themselves. */
  lone: number
  /** The share of cells that differ from it, whatever the reason. */
  disagreement: number
  weight: number
  /** `undefined` where it has nothing to say of this row. */
  tally(row: number): Tally | undefined
}

const leastExceptions = 0.0004
/** So many more errors than columns tell of themselves: other values of the column look right alone. */
const untold = 2.5

/**
 * The share of rows that rightly differ from evidence, where so many differ: what errors in so many of a row's cells do not
 * explain. `noise`: the share of cells that are wrong on their columns' own evidence.
 */
export const exceptionsOf = (differing: number, noise: number, cells: number): number =>
  Math.max(leastExceptions, differing - 0.003 - untold * noise * cells)
