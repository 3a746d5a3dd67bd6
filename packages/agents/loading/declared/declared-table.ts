import type { Dialect } from '@aw-flow/schema/internal'

/** A table in a format that declares its columns above the records: IPAC, ARFF or LAS. */
export interface DeclaredTable {
  dialect: Omit<Dialect, 'newline'>
  /** Number of lines above the header. */
  skippedLines: number
  headerLines: number
  names: string[]
  /** The null value of each column, or `undefined` if the column has none. */
  nulls: (string | undefined)[]
}
