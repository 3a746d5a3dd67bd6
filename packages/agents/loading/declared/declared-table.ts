import type { Dialect } from '@aw-flow/schema'
import { readArffTable } from './arff-table.ts'
import { readIpacTable } from './ipac-table.ts'
import { readLasTable } from './las-table.ts'

/** A table of a format that declares its columns above the records (IPAC, ARFF, LAS). Lines are counted from 1. */
export interface DeclaredTable {
  dialect: Omit<Dialect, 'newline'>
  /** Number of lines above the header. */
  skippedLines: number
  headerLines: number
  names: string[]
  /** The null value of each column; `undefined` if the column has none. */
  nulls: (string | undefined)[]
}

/**
 * Returns the columns that the text declares, or `undefined` for text of any other format.
 *
 * @param text Text with LF line endings (`normalizeNewlines`).
 */
export const findDeclaredTable = (text: string): DeclaredTable | undefined =>
  readIpacTable(text) ?? readArffTable(text) ?? readLasTable(text)
