/** What a load came to. `ms` from a file that is there to a table that can be asked. */
export interface LoadOutcome {
  ms: number
  rows: number
  columns: number
}

/** The files of the bench, by name; each has the six columns of `writeRows`. */
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

/** Loads a file and forgets the table again. */
export type Load = (file: LoadFileName) => Promise<LoadOutcome>

export const columnCount = 6
