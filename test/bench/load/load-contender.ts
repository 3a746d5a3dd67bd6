/** What a load came to. `ms` from a file that is there to a table that can be asked. */
export interface LoadOutcome {
  ms: number
  rows: number
  columns: number
}

/** The two files of the bench, by name. */
export const loadFiles = {
  /** 1,000,000 rows × 6 columns. */
  large: { name: 'large.csv', rows: 1_000_000 },
  /** About 10 kB. */
  small: { name: 'small.csv', rows: 180 },
} as const

export type LoadFileName = keyof typeof loadFiles

/** Loads a file and forgets the table again. */
export type Load = (file: LoadFileName) => Promise<LoadOutcome>

export const columnCount = 6
