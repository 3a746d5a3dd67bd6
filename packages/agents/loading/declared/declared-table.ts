import type { Dialect } from '@aw-flow/schema'
import { readArffTable } from './arff-table.ts'
import { readIpacTable } from './ipac-table.ts'
import { readLasTable } from './las-table.ts'

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

/**
 * Reads the columns that the text of a file declares. Returns `undefined` if it is in another format.
 *
 * @param text Text with LF line endings (`normalizeNewlines`).
 */
export const findDeclaredTable = (text: string): DeclaredTable | undefined =>
  readIpacTable(text) ?? readArffTable(text) ?? readLasTable(text)
