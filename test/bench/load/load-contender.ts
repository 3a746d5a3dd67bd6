/** The result of a load. `ms` is the time from the available file to a table that can be queried. */
export interface LoadOutcome {
  ms: number
  rows: number
  columns: number
}

/** The files of the benchmark. Each has the six columns of `writeRows`. */
export const loadFiles = {
  /** 1,000,000 rows × 6 columns. */
  large: { name: 'large.csv', rows: 1_000_000 },
  /** About 200 MB. */
  larger: { name: 'larger.csv', rows: 3_500_000 },
  /** About 10 kB. */
  small: { name: 'small.csv', rows: 180 },
  /** A list of 100,000 objects. */
  json: { name: 'rows.json', rows: 100_000 },
} as const

export type LoadFileName = keyof typeof loadFiles

/** Loads a file and drops the resulting table. */
export type Load = (file: LoadFileName) => Promise<LoadOutcome>

export const columnCount = 6
