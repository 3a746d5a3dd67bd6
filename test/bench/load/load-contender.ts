/** Result of a load. `ms`: from the available file to a table that can be queried. */
export interface LoadOutcome {
  ms: number
  rows: number
  columns: number
}

/** Files of the benchmark by name. Each has the six columns of `writeRows`. */
export const loadFiles = {
  /** 1,000,000 rows × 6 columns. */
  large: { name: 'large.csv', rows: 1_000_000 },
  /** About 200 MB. */
  larger: { name: 'larger.csv', rows: 3_500_000 },
  /** About 10 kB. */
  small: { name: 'small.csv', rows: 180 },
  /** A list of objects. */
  json: { name: 'rows.json', rows: 100_000 },
} as const

export type LoadFileName = keyof typeof loadFiles

/** Loads a file and drops the table. */
export type Load = (file: LoadFileName) => Promise<LoadOutcome>

export const columnCount = 6
